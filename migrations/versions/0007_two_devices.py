"""What a draft needs so that answers from two devices, or late ones, never overwrite newer ones."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("draft") as draft:
        draft.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
        draft.add_column(sa.Column("stamps", sa.JSON(), nullable=False, server_default="{}"))
    # The defaults serve the rows that are there; PostgreSQL could not even compare one of JSON.
    with op.batch_alter_table("draft") as draft:
        draft.alter_column("version", server_default=None)
        draft.alter_column("stamps", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("draft") as draft:
        draft.drop_column("stamps")
        draft.drop_column("version")
