"""requests.merged_into and followers.via: which request one went into, and by which somebody came."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Go to this revision; nothing was merged before."""
    op.add_column("requests", sa.Column("merged_into", sa.Integer()))
    op.create_index("ix_requests_merged_into", "requests", ["merged_into"])
    op.add_column("followers", sa.Column("via", sa.Integer()))


def downgrade() -> None:
    """Go back to the one before; what was merged stays closed."""
    op.drop_column("followers", "via")
    op.drop_index("ix_requests_merged_into", "requests")
    op.drop_column("requests", "merged_into")
