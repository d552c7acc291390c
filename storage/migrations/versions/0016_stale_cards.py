"""stale_cards and stale_rooms: cards that time has made untrue, and when a room has one of them drawn anew."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Go to this revision; a card that is stale already is drawn anew at its request's next step."""
    op.create_table(
        "stale_cards",
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("about", "platform", "room_id", name=op.f("pk_stale_cards")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_stale_cards_platform_room_id_since_about", "stale_cards", ["platform", "room_id", "since", "about"]
    )
    op.create_table(
        "stale_rooms",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "room_id", name=op.f("pk_stale_rooms")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_stale_rooms_at", "stale_rooms", ["at"])


def downgrade() -> None:
    """Go back to the one before; what is stale stays so until its next change."""
    op.drop_table("stale_rooms")
    op.drop_table("stale_cards")
