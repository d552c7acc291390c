"""places: the streets and landmarks of the city, as its lists have them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "places",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("neighbourhoods", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_places")),
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("places")
