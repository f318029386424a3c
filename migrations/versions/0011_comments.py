"""Themes, codings, redactions, what may be quoted, and input from elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

RANDOM_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def upgrade() -> None:
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("digit", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "digit IS NULL OR (digit BETWEEN 1 AND 9 AND NOT retired)", name=op.f("ck_theme_digits_in_use")
        ),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR (retired AND merged_into_id <> id)", name=op.f("ck_theme_merged_is_retired")
        ),
        sa.ForeignKeyConstraint(["merged_into_id"], ["theme.id"], name="fk_theme_merged_into_id_theme"),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_theme_survey_id_survey"),
        sa.PrimaryKeyConstraint("id", name="pk_theme"),
        sa.UniqueConstraint("survey_id", "digit", name="uq_theme_survey_id_digit"),
        sa.UniqueConstraint("survey_id", "name", name="uq_theme_survey_id_name"),
    )
    op.create_table(
        "outside_input",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("source", _choice("inputsource", "meeting", "focus group", "letter", "other"), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("may_be_quoted", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name="fk_outside_input_entered_by_account"),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name="fk_outside_input_item_id_plan_item"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_outside_input_round_id_round"),
        sa.PrimaryKeyConstraint("id", name="pk_outside_input"),
    )
    op.create_index("ix_outside_input_round_id", "outside_input", ["round_id"])
    op.create_table(
        "remark",
        sa.Column("id", RANDOM_ID, autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=40), nullable=False),
        sa.Column("response_id", RANDOM_ID, nullable=True),
        sa.Column("outside_id", sa.Integer(), nullable=True),
        sa.Column("publish", _choice("publishstate", "quoted", "counted"), nullable=True),
        sa.CheckConstraint(
            "(response_id IS NULL) = (outside_id IS NOT NULL)", name=op.f("ck_remark_said_here_or_elsewhere")
        ),
        sa.ForeignKeyConstraint(["outside_id"], ["outside_input.id"], name="fk_remark_outside_id_outside_input"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_remark_response_id_response"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_remark_round_id_round"),
        sa.PrimaryKeyConstraint("id", name="pk_remark"),
        sa.UniqueConstraint("round_id", "address", name="uq_remark_round_id_address"),
    )
    op.create_index("ix_remark_response_id", "remark", ["response_id"])
    _create_what_is_made_of_remarks()
    _create_what_belongs_to_coders()


def _create_what_is_made_of_remarks() -> None:
    op.create_table(
        "redaction",
        sa.Column("remark_id", RANDOM_ID, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("original_digest", sa.String(length=64), nullable=False),
        sa.Column("redacted_by", sa.Integer(), nullable=False),
        sa.Column("redacted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["redacted_by"], ["account.id"], name="fk_redaction_redacted_by_account"),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name="fk_redaction_remark_id_remark"),
        sa.PrimaryKeyConstraint("remark_id", name="pk_redaction"),
    )
    op.create_table(
        "coding",
        sa.Column("remark_id", RANDOM_ID, autoincrement=False, nullable=False),
        sa.Column("seat", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("coded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["account.id"], name="fk_coding_coder_id_account"),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name="fk_coding_remark_id_remark"),
        sa.PrimaryKeyConstraint("remark_id", "seat", name="pk_coding"),
    )
    op.create_table(
        "coding_theme",
        sa.Column("remark_id", RANDOM_ID, autoincrement=False, nullable=False),
        sa.Column("seat", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["remark_id", "seat"], ["coding.remark_id", "coding.seat"], name="fk_coding_theme_remark_id_coding"
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name="fk_coding_theme_theme_id_theme"),
        sa.PrimaryKeyConstraint("remark_id", "seat", "theme_id", name="pk_coding_theme"),
    )


def _create_what_belongs_to_coders() -> None:
    op.create_table(
        "second_coder",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("tables", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_second_coder_account_id_account"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_second_coder_round_id_round"),
        sa.PrimaryKeyConstraint("round_id", "account_id", name="pk_second_coder"),
    )
    op.create_table(
        "coding_step",
        sa.Column("id", RANDOM_ID, autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("undo", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_coding_step_account_id_account"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_coding_step_round_id_round"),
        sa.PrimaryKeyConstraint("id", name="pk_coding_step"),
        sa.UniqueConstraint("round_id", "account_id", "number", name="uq_coding_step_round_id_account_id_number"),
    )


def downgrade() -> None:
    for table in ("coding_step", "second_coder", "coding_theme", "coding", "redaction", "remark"):
        op.drop_table(table)
    op.drop_table("outside_input")
    op.drop_table("theme")
