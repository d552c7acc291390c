"""requests.phoned: how many at the phone wait for a request by way of what was merged into it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

requests = sa.table(
    "requests",
    *(sa.column(name) for name in ("id", "merged_into", "person_id", "platform", "room_id", "phoned")),
)


def upgrade() -> None:
    """Go to this revision; whoever waits by now is counted in all that their request went into."""
    op.add_column("requests", sa.Column("phoned", sa.Integer(), nullable=False, server_default="0"))
    connection = op.get_bind()
    into = dict(
        connection.execute(
            sa.select(requests.c.id, requests.c.merged_into).where(requests.c.merged_into.is_not(None))
        ).all()
    )
    by_phone = sa.select(requests.c.id).where(
        requests.c.merged_into.is_not(None), requests.c.person_id.is_(None), requests.c.platform == "phone"
    )
    for request_id in connection.scalars(by_phone).all():
        at = into.get(request_id)
        while at is not None:
            connection.execute(requests.update().where(requests.c.id == at).values(phoned=requests.c.phoned + 1))
            at = into.get(at)


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_column("requests", "phoned")
