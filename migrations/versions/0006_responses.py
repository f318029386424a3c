"""Drafts as typed, and responses with their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# On SQLite an INTEGER primary key is the row's place in the file; a random one leaves no order behind.
RANDOM_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", RANDOM_ID, autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", RANDOM_ID, nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name="fk_draft_participant_id_participant"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_draft_round_id_round"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.UniqueConstraint("round_id", "participant_id", name="uq_draft_round_id_participant_id"),
    )
    op.create_table(
        "response",
        sa.Column("id", RANDOM_ID, autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", RANDOM_ID, nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("may_be_quoted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name="fk_response_participant_id_participant"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_response_round_id_round"),
        sa.PrimaryKeyConstraint("id", name="pk_response"),
        sa.UniqueConstraint("round_id", "participant_id", name="uq_response_round_id_participant_id"),
    )
    op.create_table(
        "rating",
        sa.Column("response_id", RANDOM_ID, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(score IS NULL) = abstained", name="ck_rating_score_or_abstention"),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name="fk_rating_item_id_plan_item"),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_rating_question_id_question"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_rating_response_id_response"),
        sa.PrimaryKeyConstraint("response_id", "question_id", "item_id", name="pk_rating"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "choice",
        sa.Column("response_id", RANDOM_ID, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("option", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name="fk_choice_item_id_plan_item"),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_choice_question_id_question"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_choice_response_id_response"),
        sa.PrimaryKeyConstraint("response_id", "question_id", "item_id", name="pk_choice"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "placement",
        sa.Column("response_id", RANDOM_ID, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("shown_at", sa.Integer(), nullable=False),
        sa.CheckConstraint("place IS NULL OR place >= 1", name="ck_placement_places_from_one"),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name="fk_placement_item_id_plan_item"),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_placement_question_id_question"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_placement_response_id_response"),
        sa.PrimaryKeyConstraint("response_id", "question_id", "item_id", name="pk_placement"),
        sa.UniqueConstraint("response_id", "question_id", "place", name="uq_placement_response_id_question_id_place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "item_words",
        sa.Column("response_id", RANDOM_ID, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "comment", "wording", "answer", name="wordskind", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('comment', 'wording')", name="ck_item_words_words_on_items"),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name="fk_item_words_item_id_plan_item"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_item_words_response_id_response"),
        sa.PrimaryKeyConstraint("response_id", "item_id", "kind", name="pk_item_words"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "text_answer",
        sa.Column("response_id", RANDOM_ID, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_text_answer_question_id_question"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_text_answer_response_id_response"),
        sa.PrimaryKeyConstraint("response_id", "question_id", name="pk_text_answer"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("text_answer")
    op.drop_table("item_words")
    op.drop_table("placement")
    op.drop_table("choice")
    op.drop_table("rating")
    op.drop_table("response")
    op.drop_table("draft")
