"""Plans, their versions, tiers and items."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("practice_area", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plan"),
        sa.UniqueConstraint("title", name="uq_plan_title"),
    )
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "frozen", name="versionstate", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("source_name", sa.String(length=300), nullable=False),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_plan_version_plan_id_plan"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_version"),
        sa.UniqueConstraint("plan_id", "number", name="uq_plan_version_plan_id_number"),
        sa.UniqueConstraint("plan_id", "source_hash", name="uq_plan_version_plan_id_source_hash"),
    )
    op.create_table(
        "tier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["plan_version.id"], name="fk_tier_version_id_plan_version"),
        sa.PrimaryKeyConstraint("id", name="pk_tier"),
        sa.UniqueConstraint("version_id", "name", name="uq_tier_version_id_name"),
        sa.UniqueConstraint("version_id", "position", name="uq_tier_version_id_position"),
    )
    op.create_table(
        "plan_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "statement",
                "goal",
                "priority",
                "note",
                name="itemkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("marker", sa.String(length=20), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("tier_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("strategy", sa.Boolean(), nullable=False),
        sa.Column("source_line", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'goal') = (level > 0)", name="ck_plan_item_level_of_goals"),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name="ck_plan_item_four_levels"),
        sa.ForeignKeyConstraint(["parent_id"], ["plan_item.id"], name="fk_plan_item_parent_id_plan_item"),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name="fk_plan_item_tier_id_tier"),
        sa.ForeignKeyConstraint(["version_id"], ["plan_version.id"], name="fk_plan_item_version_id_plan_version"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_item"),
        sa.UniqueConstraint("version_id", "key", name="uq_plan_item_version_id_key"),
        sa.UniqueConstraint("version_id", "position", name="uq_plan_item_version_id_position"),
    )
    op.create_index("ix_plan_item_version_id", "plan_item", ["version_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_plan_item_version_id", table_name="plan_item")
    op.drop_table("plan_item")
    op.drop_table("tier")
    op.drop_table("plan_version")
    op.drop_table("plan")
