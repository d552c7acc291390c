"""Who made an invitation in a chat, and when one was taken back."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Go to this revision; what was made before is from the command line, and has nobody behind it."""
    op.add_column("invitations", sa.Column("invited_by", sa.Text()))
    op.add_column("invitations", sa.Column("withdrawn_at", Moment()))


def downgrade() -> None:
    """Go back to the one before; an invitation that was taken back is removed, for its code must not work again."""
    op.execute("DELETE FROM invitations WHERE withdrawn_at IS NOT NULL")
    op.drop_column("invitations", "withdrawn_at")
    op.drop_column("invitations", "invited_by")
