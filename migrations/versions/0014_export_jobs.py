"""Files of results that staff asked for and that are made beside the server's own work."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_STATES = ("waiting", "running", "done", "failed", "cancelled")


def upgrade() -> None:
    states = sa.Enum(*_STATES, name="exportstate", native_enum=False, create_constraint=True, length=20)
    op.create_table(
        "export_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("format_name", sa.String(length=20), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("in_words", sa.String(length=500), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("takes", sa.Integer(), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("mimetype", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.CheckConstraint("step >= 0 AND step <= steps", name=op.f("ck_export_job_step_of_steps")),
        sa.CheckConstraint("(state = 'running') = (claim IS NOT NULL)", name=op.f("ck_export_job_running_is_claimed")),
        sa.CheckConstraint(
            "(state IN ('waiting', 'running')) = (finished_at IS NULL)", name=op.f("ck_export_job_over_has_time")
        ),
        sa.CheckConstraint("(state = 'done') = (sha256 IS NOT NULL)", name=op.f("ck_export_job_done_has_file")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_export_job_round_id_round", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_export_job_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_export_job"),
        sa.UniqueConstraint("stored_as", name="uq_export_job_stored_as"),
    )


def downgrade() -> None:
    op.drop_table("export_job")
