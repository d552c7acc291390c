"""outbox offered: the choices offered last in a room are found without reading everything ever said in it."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Go to this revision."""
    op.create_index("ix_outbox_platform_room_id_offers_id", "outbox", ["platform", "room_id", "offers", "id"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_outbox_platform_room_id_offers_id", "outbox")
