"""Segments of members, coarse enough to name nobody; and the figures of an open round, frozen at their last step."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STAMPED = ("invitation", "participant", "response")


def upgrade() -> None:
    op.add_column("survey", sa.Column("segments", sa.JSON(), nullable=True))
    op.add_column("survey", sa.Column("refresh", sa.String(20), nullable=False, server_default="steps"))
    for table in STAMPED:
        op.add_column(table, sa.Column("segments", sa.JSON(), nullable=True))
    op.create_table(
        "frozen_figures",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_frozen_figures_round_id_round"),
        sa.PrimaryKeyConstraint("round_id", name="pk_frozen_figures"),
    )


def downgrade() -> None:
    op.drop_table("frozen_figures")
    for table in reversed(STAMPED):
        op.drop_column(table, "segments")
    op.drop_column("survey", "refresh")
    op.drop_column("survey", "segments")
