"""inbox, outbox: indexes that hold what is under way only, so that a message costs less from its coming to its end."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_UNSENT = "state = 'waiting' OR state = 'sending'"


def upgrade() -> None:
    """Go to this revision."""
    for table, name in (
        ("inbox", "ix_inbox_state_id"),
        ("inbox", "ix_inbox_conversation_state_id"),
        ("outbox", "ix_outbox_state_not_before"),
        ("outbox", "ix_outbox_platform_room_id_state_id"),
        ("outbox", "ix_outbox_platform_room_id_receipt"),
        ("outbox", "ix_outbox_platform_room_id_offers_id"),
        ("outbox", "ix_outbox_about"),
    ):
        op.drop_index(name, table)
    op.create_index("ix_inbox_conversation", "inbox", ["conversation"])
    _only("ix_inbox_state_id", "inbox", ["state", "id"], "state = 'waiting' OR state = 'dead'")
    _only("ix_inbox_conversation_id", "inbox", ["conversation", "id"], "state = 'waiting'")
    over_or_not = f"{_UNSENT} OR state = 'held' OR state = 'dead'"
    _only("ix_outbox_state_not_before", "outbox", ["state", "not_before"], over_or_not)
    _only("ix_outbox_platform_room_id_id", "outbox", ["platform", "room_id", "id"], _UNSENT)
    receipts = ["platform", "room_id", "receipt"]
    _only("ix_outbox_platform_room_id_receipt", "outbox", receipts, "receipt IS NOT NULL")
    offers = "offers" if op.get_bind().dialect.name == "postgresql" else "offers = 1"
    _only("ix_outbox_platform_room_id_offers_id", "outbox", ["platform", "room_id", "offers", "id"], offers)
    _only("ix_outbox_about", "outbox", ["about"], "about IS NOT NULL")


def downgrade() -> None:
    """Go back to the one before."""
    for table, name in (
        ("inbox", "ix_inbox_conversation"),
        ("inbox", "ix_inbox_state_id"),
        ("inbox", "ix_inbox_conversation_id"),
        ("outbox", "ix_outbox_state_not_before"),
        ("outbox", "ix_outbox_platform_room_id_id"),
        ("outbox", "ix_outbox_platform_room_id_receipt"),
        ("outbox", "ix_outbox_platform_room_id_offers_id"),
        ("outbox", "ix_outbox_about"),
    ):
        op.drop_index(name, table)
    op.create_index("ix_inbox_state_id", "inbox", ["state", "id"])
    op.create_index("ix_inbox_conversation_state_id", "inbox", ["conversation", "state", "id"])
    op.create_index("ix_outbox_state_not_before", "outbox", ["state", "not_before"])
    op.create_index("ix_outbox_platform_room_id_state_id", "outbox", ["platform", "room_id", "state", "id"])
    op.create_index("ix_outbox_platform_room_id_receipt", "outbox", ["platform", "room_id", "receipt"])
    op.create_index("ix_outbox_platform_room_id_offers_id", "outbox", ["platform", "room_id", "offers", "id"])
    op.create_index("ix_outbox_about", "outbox", ["about"])


def _only(name: str, table: str, columns: list[str], rows: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))
