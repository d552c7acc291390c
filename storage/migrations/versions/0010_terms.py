"""terms: the words by which agents find a request, and what their lists are sorted by."""

import sqlalchemy as sa
from alembic import op

from storage.words import WordIndex

revision = "0010"
down_revision = "0009"

BY_TEAM = "ix_requests_team_status_due_at_assignee"

AT_ONCE = 2_000
"""Requests whose words are written in one go."""


def upgrade() -> None:
    """Go to this revision; the requests that are there already are found as well."""
    op.create_table(
        "terms",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word", "request_id", name=op.f("pk_terms")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "request_terms",
        sa.Column("request_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_request_terms_request_id_requests")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request_terms")),
    )
    op.create_table(
        "spellings",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("spelling", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("word", "spelling", name=op.f("pk_spellings")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_spellings_spelling", "spellings", ["spelling"])
    op.create_index("ix_requests_team_received_at", "requests", ["team", "received_at"])
    op.create_index("ix_requests_status_due_at", "requests", ["status", "due_at"])
    op.drop_index("ix_requests_team_status_due_at", "requests")
    op.create_index(BY_TEAM, "requests", ["team", "status", "due_at", "assignee"])
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    latest = connection.scalar(sa.text("SELECT max(id) FROM requests")) or 0
    for first in range(1, latest + 1, AT_ONCE):
        index = WordIndex(connection)
        index.touch(*range(first, min(first + AT_ONCE, latest + 1)))
        index.flush()


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index(BY_TEAM, "requests")
    op.create_index("ix_requests_team_status_due_at", "requests", ["team", "status", "due_at"])
    op.drop_index("ix_requests_status_due_at", "requests")
    op.drop_index("ix_requests_team_received_at", "requests")
    op.drop_table("spellings")
    op.drop_table("request_terms")
    op.drop_table("terms")
