"""held_answers hold questions to citizens as well: what each is."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Go to this revision; what is held back already is an answer."""
    op.add_column("held_answers", sa.Column("kind", sa.Text(), nullable=False, server_default="answered"))


def downgrade() -> None:
    """Go back to the one before; a question that is still held back would go out as an answer, and is dropped."""
    op.execute("DELETE FROM held_answers WHERE kind <> 'answered'")
    op.drop_column("held_answers", "kind")
