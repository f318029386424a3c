"""The consensus rules that a survey declares, the day they were locked, and what became of comments."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

RANDOM_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KINDS = ("accepted", "in part", "declined", "parked", "undecided")


def upgrade() -> None:
    op.add_column("survey", sa.Column("rules", sa.JSON(), nullable=True))
    op.add_column("survey", sa.Column("rules_locked_at", sa.DateTime(), nullable=True))
    # A survey that has opened declared no rule, and may not declare one now that answers can be seen.
    op.execute(
        "UPDATE survey SET rules_locked_at = "
        "(SELECT MIN(opens_at) FROM round WHERE round.survey_id = survey.id AND round.state <> 'draft')"
    )
    kinds = sa.Enum(*_KINDS, name="dispositionkind", native_enum=False, create_constraint=True, length=20)
    op.create_table(
        "disposition",
        sa.Column("remark_id", RANDOM_ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("decided_by", sa.String(length=320), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_disposition_numbered_from_one")),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name="fk_disposition_remark_id_remark"),
        sa.PrimaryKeyConstraint("remark_id", "number", name="pk_disposition"),
    )


def downgrade() -> None:
    op.drop_table("disposition")
    op.drop_column("survey", "rules_locked_at")
    op.drop_column("survey", "rules")
