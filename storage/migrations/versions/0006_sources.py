"""sources: which message gave what, so that an edit is followed; files belong to requests, fetched by themselves.

The files of requests that are there already have been shown, or will be read with the request; none is shown again.
"""

import json

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("conversations", sa.Column("sources", sa.Text(), nullable=False, server_default="{}"))
    op.create_table(
        "origins",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_origins_request_id_requests")),
        sa.PrimaryKeyConstraint("platform", "room_id", "receipt", name=op.f("pk_origins")),
    )
    op.create_index("ix_origins_request_id", "origins", ["request_id"])
    connection = op.get_bind()
    known = {row.reference: row for row in connection.execute(sa.text("SELECT * FROM files"))}
    op.drop_table("files")
    files = op.create_table(
        "files",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("objection", sa.Text(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("wanted_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_files_request_id_requests")),
        sa.PrimaryKeyConstraint("request_id", "reference", name=op.f("pk_files")),
    )
    op.create_index("ix_files_digest", "files", ["digest"])
    op.create_index("ix_files_reference", "files", ["reference"])
    op.create_index("ix_files_state_due_at", "files", ["state", "due_at"])
    op.create_index("ix_files_told_state", "files", ["told", "state"])
    requests = sa.table("requests", sa.column("id"), sa.column("answers"), sa.column("received_at", Moment()))
    rows = []
    for request in connection.execute(sa.select(requests)):
        for reference in filter(None, dict.fromkeys(json.loads(request.answers).get("photo", "").split("\n"))):
            row = known.get(reference)
            rows.append(
                {
                    "request_id": request.id,
                    "reference": reference,
                    "state": "kept" if row else "wanted",
                    "digest": row.digest if row else None,
                    "media_type": row.media_type if row else "",
                    "name": row.name if row else "",
                    "told": True,
                    "tries": 0,
                    "wanted_at": request.received_at,
                    "due_at": request.received_at,
                }
            )
    if rows:
        op.bulk_insert(files, rows)


def downgrade() -> None:
    """Go back to the one before; which content a reference stands for is found out anew."""
    op.drop_table("files")
    op.create_table(
        "files",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_files")),
    )
    op.create_index("ix_files_digest", "files", ["digest"])
    op.drop_table("origins")
    op.drop_column("conversations", "sources")
