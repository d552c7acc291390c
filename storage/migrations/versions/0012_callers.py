"""callers: codes for requests told at the phone, with a number to call back; losses: messages that reached nobody."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "callers",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text()),
        sa.Column("wrong_tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_callers_request_id_requests")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_callers")),
    )
    op.create_index("ix_callers_expires_at", "callers", ["expires_at"])
    op.create_table(
        "losses",
        sa.Column("outbox_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_losses_outbox_id_outbox")),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_losses")),
    )


def downgrade() -> None:
    """Go back to the one before; codes given on the phone are worth nothing any more."""
    op.drop_table("losses")
    op.drop_table("callers")
