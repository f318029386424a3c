"""Decisions about the items of a plan version, with their history."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KINDS = ("keep", "reword", "merge", "split", "drop", "move tier", "undecided")


def upgrade() -> None:
    kinds = sa.Enum(*_KINDS, name="decisionkind", native_enum=False, create_constraint=True, length=20)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision", kinds, nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=320), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_decision_numbered_from_one")),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name="fk_decision_item_id_plan_item"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("item_id", "number", name="uq_decision_item_id_number"),
    )


def downgrade() -> None:
    op.drop_table("decision")
