"""Invitations on one side, pseudonyms on the other."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# On SQLite an INTEGER primary key is the row's place in the file; a random one leaves no order behind.
RANDOM_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_invitation_member_id_member"),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_invitation_survey_id_survey"),
        sa.PrimaryKeyConstraint("survey_id", "member_id", name="pk_invitation"),
        sa.UniqueConstraint("link_digest", name="uq_invitation_link_digest"),
    )
    op.create_table(
        "participant",
        sa.Column("id", RANDOM_ID, autoincrement=False, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_participant_survey_id_survey"),
        sa.PrimaryKeyConstraint("id", name="pk_participant"),
        sa.UniqueConstraint("survey_id", "pseudonym", name="uq_participant_survey_id_pseudonym"),
    )


def downgrade() -> None:
    op.drop_table("participant")
    op.drop_table("invitation")
