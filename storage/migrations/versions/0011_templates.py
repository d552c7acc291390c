"""templates, and what requests mean, so that agents find how one like it was answered."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0011"
down_revision = "0010"

LATEST = 500
"""Answered requests of a subject that are worth reading again."""


def upgrade() -> None:
    """Go to this revision; what the requests that are there mean is worked out when the program runs."""
    op.create_table(
        "templates",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
        sa.UniqueConstraint("team", "key", name=op.f("uq_templates_team_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "meanings",
        sa.Column("request_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("wanted_at", Moment(), nullable=True),
        sa.Column("meaning", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_meanings_request_id_requests")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_meanings")),
    )
    op.create_index("ix_meanings_category_team_answered_at", "meanings", ["category", "team", "answered_at"])
    op.create_index("ix_meanings_wanted_at", "meanings", ["wanted_at"])
    op.execute(sa.text(_OPEN))
    op.execute(sa.text(_ANSWERED).bindparams(latest=LATEST))


_WORTH = "NOT confidential AND NOT urgent AND person_id IS NOT NULL AND words <> ''"
_OPEN = f"""
    INSERT INTO meanings (request_id, category, team, wanted_at)
    SELECT id, category, team, received_at FROM requests
    WHERE status IN ('new', 'taken', 'asked') AND {_WORTH}
"""  # noqa: S608  # Nothing in it comes from outside.
_ANSWERED = f"""
    INSERT INTO meanings (request_id, category, team, answered_at, wanted_at)
    SELECT id, category, team, answered_at, received_at FROM (
        SELECT id, category, team, answered_at, received_at,
            row_number() OVER (PARTITION BY category, team ORDER BY answered_at DESC) AS latest
        FROM requests
        WHERE status IN ('answered', 'closed') AND answered_at IS NOT NULL AND {_WORTH}
            AND (outcome IS NULL OR outcome IN ('solved', 'answered'))
    ) AS answered WHERE latest <= :latest
"""  # noqa: S608  # As above.


def downgrade() -> None:
    """Go back to the one before; the templates are lost."""
    op.drop_table("meanings")
    op.drop_table("templates")
