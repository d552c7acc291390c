"""held_answers, writers, signatures of agents, files of answers, and when a citizen is reminded of a question."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Go to this revision; a question that waits already is not reminded of, for its day may have passed."""
    op.add_column("requests", sa.Column("recall_at", Moment()))
    op.create_index("ix_requests_recall_at", "requests", ["recall_at"])
    op.add_column("files", sa.Column("sender", sa.Text(), nullable=False, server_default="citizen"))
    op.create_table(
        "signatures",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signatures_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_signatures")),
    )
    op.create_table(
        "held_answers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text()),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("undo_until", Moment(), nullable=False),
        sa.Column("send_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_held_answers_request_id_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_answers")),
        sa.UniqueConstraint("request_id", name=op.f("uq_held_answers_request_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_held_answers_send_at", "held_answers", ["send_at"])
    op.create_table(
        "writers",
        sa.Column("request_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_writers_request_id_requests")),
        sa.PrimaryKeyConstraint("request_id", "conversation", name=op.f("pk_writers")),
    )


def downgrade() -> None:
    """Go back to the one before; an answer that is still held back is lost, so let it be sent first."""
    op.drop_table("writers")
    op.drop_table("held_answers")
    op.drop_table("signatures")
    op.drop_column("files", "sender")
    op.drop_index("ix_requests_recall_at", "requests")
    op.drop_column("requests", "recall_at")
