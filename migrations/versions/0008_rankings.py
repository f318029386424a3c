"""Items that stand level on a ballot, how a ranking came about, and how long pages were looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

RANDOM_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNIQUE_PLACE = "uq_placement_response_id_question_id_place"
LEVEL = (
    "SELECT count(*) FROM placement WHERE place IS NOT NULL "
    "GROUP BY response_id, question_id, place HAVING count(*) > 1"
)
# SQLite makes the table anew; what Alembic does not read from the old one is said again.
PLACEMENT = {
    "table_args": (sa.CheckConstraint("place IS NULL OR place >= 1", name="ck_placement_places_from_one"),),
    "table_kwargs": {"sqlite_with_rowid": False},
}


def upgrade() -> None:
    # The default stays: to drop it, SQLite would have to make a table anew that others refer to.
    op.add_column("question", sa.Column("ties", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("placement", **PLACEMENT) as placement:
        placement.drop_constraint(UNIQUE_PLACE, type_="unique")
    op.create_table(
        "ranking_trace",
        sa.Column("response_id", RANDOM_ID, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("moves", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.CheckConstraint("seconds IS NULL OR (seconds > 0 AND seconds % 5 = 0)", name="ck_ranking_trace_fives"),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_ranking_trace_question_id_question"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_ranking_trace_response_id_response"),
        sa.PrimaryKeyConstraint("response_id", "question_id", name="pk_ranking_trace"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "page_seconds",
        sa.Column("response_id", RANDOM_ID, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("seconds > 0 AND seconds % 5 = 0", name="ck_page_seconds_fives"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name="fk_page_seconds_response_id_response"),
        sa.PrimaryKeyConstraint("response_id", "slug", name="pk_page_seconds"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    # To break such ties would be to answer in somebody's name, so nothing is done while there are any.
    if op.get_bind().execute(sa.text(LEVEL)).first():
        raise RuntimeError("some ballots have items that stand level, which the earlier version cannot hold")
    op.drop_table("page_seconds")
    op.drop_table("ranking_trace")
    with op.batch_alter_table("placement", **PLACEMENT) as placement:
        placement.create_unique_constraint(UNIQUE_PLACE, ["response_id", "question_id", "place"])
    op.drop_column("question", "ties")
