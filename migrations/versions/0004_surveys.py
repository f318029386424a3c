"""Surveys, rounds, questions and the items they are put to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column(
            "confidentiality",
            sa.Enum("confidential", name="confidentiality", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("minimum_cell", sa.Integer(), nullable=False),
        sa.Column("link_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(link_key IS NULL) = (sealed_at IS NOT NULL)", name="ck_survey_sealed_without_key"),
        sa.CheckConstraint("minimum_cell >= 3", name="ck_survey_smallest_cell"),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_survey_plan_id_plan"),
        sa.PrimaryKeyConstraint("id", name="pk_survey"),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "open", "closed", name="roundstate", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=True),
        sa.Column("closes_at", sa.DateTime(), nullable=True),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("asks_comments", sa.Boolean(), nullable=False),
        sa.Column("asks_wording", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR (opens_at IS NOT NULL AND closes_at IS NOT NULL)", name="ck_round_open_has_times"
        ),
        sa.CheckConstraint(
            "opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at", name="ck_round_opens_before_closes"
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_round_survey_id_survey"),
        sa.ForeignKeyConstraint(["version_id"], ["plan_version.id"], name="fk_round_version_id_plan_version"),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
        sa.UniqueConstraint("survey_id", "number", name="uq_round_survey_id_number"),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "rating",
                "ranking",
                "choice",
                "text",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("option_codes", sa.JSON(), nullable=False),
        sa.Column("cannot_judge", sa.String(length=100), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("agree_from", sa.Integer(), nullable=True),
        sa.Column("enough", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'rating') = (agree_from IS NOT NULL)", name="ck_question_scale_of_ratings"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_question_round_id_round"),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.UniqueConstraint("round_id", "code", name="uq_question_round_id_code"),
    )
    op.create_table(
        "question_item",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name="fk_question_item_item_id_plan_item"),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_question_item_question_id_question"),
        sa.PrimaryKeyConstraint("question_id", "item_id", name="pk_question_item"),
    )


def downgrade() -> None:
    op.drop_table("question_item")
    op.drop_table("question")
    op.drop_table("round")
    op.drop_table("survey")
