"""A narrow index by which the responses of a round are counted."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_response_round_id", "response", ["round_id"])


def downgrade() -> None:
    op.drop_index("ix_response_round_id", table_name="response")
