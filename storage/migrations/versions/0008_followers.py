"""followers: who else waits for the answer to a request, and how many they are."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("requests", sa.Column("joined", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_requests_category_received_at", "requests", ["category", "received_at"])
    op.create_table(
        "followers",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("joined_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_followers_person_id_people")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_followers_request_id_requests")),
        sa.PrimaryKeyConstraint("request_id", "person_id", name=op.f("pk_followers")),
    )
    op.create_index("ix_followers_person_id", "followers", ["person_id"])


def downgrade() -> None:
    """Go back to the one before; who had joined is forgotten."""
    op.drop_table("followers")
    op.drop_index("ix_requests_category_received_at", "requests")
    op.drop_column("requests", "joined")
