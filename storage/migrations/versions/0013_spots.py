"""spots: where requests are, by which those about the same thing nearby are found."""

import sqlalchemy as sa
from alembic import op

from storage.spots import Spots
from storage.tables import Moment

revision = "0013"
down_revision = "0012"

AT_ONCE = 2_000
"""Requests whose places are written in one go."""


def upgrade() -> None:
    """Go to this revision; the requests that are there already are found as well."""
    op.create_table(
        "spots",
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_spots_request_id_requests")),
        sa.PrimaryKeyConstraint("category", "mark", "received_at", "request_id", name=op.f("pk_spots")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_spots_request_id", "spots", ["request_id"])
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    latest = connection.scalar(sa.text("SELECT max(id) FROM requests")) or 0
    for first in range(1, latest + 1, AT_ONCE):
        places = Spots(connection)
        places.touch(*range(first, min(first + AT_ONCE, latest + 1)))
        places.flush()


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("spots")
