"""Links that can be replaced and withdrawn, and members who want no more reminders."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The default stays: to drop it, SQLite would have to make a table anew that others refer to.
    op.add_column("member", sa.Column("reminders_stopped", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("invitation") as invitation:
        invitation.add_column(sa.Column("generation", sa.Integer(), nullable=False, server_default="0"))
        invitation.add_column(sa.Column("admission", sa.String(length=32), nullable=True))
        invitation.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))
        invitation.create_unique_constraint("uq_invitation_admission", ["admission"])
    with op.batch_alter_table("invitation") as invitation:
        invitation.alter_column("generation", server_default=None)
    _admit()
    op.create_table(
        "replaced_link",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id", "member_id"],
            ["invitation.survey_id", "invitation.member_id"],
            name="fk_replaced_link_invitation",
        ),
        sa.PrimaryKeyConstraint("survey_id", "member_id", "generation", name="pk_replaced_link"),
        sa.UniqueConstraint("link_digest", name="uq_replaced_link_link_digest"),
    )


def downgrade() -> None:
    # A link that was replaced or withdrawn would lead to somebody's answers again.
    ended = "SELECT 1 FROM invitation WHERE generation > 0 OR withdrawn_on IS NOT NULL"
    if op.get_bind().execute(sa.text(ended)).first():
        raise RuntimeError("some links were replaced or withdrawn, which the earlier version cannot hold")
    op.drop_table("replaced_link")
    with op.batch_alter_table("invitation") as invitation:
        invitation.drop_constraint("uq_invitation_admission", type_="unique")
        invitation.drop_column("withdrawn_on")
        invitation.drop_column("admission")
        invitation.drop_column("generation")
    op.drop_column("member", "reminders_stopped")


def _admit() -> None:
    """Draw for every invitation of a survey that is not sealed what its devices will show to be let in."""
    invitation = sa.table("invitation", sa.column("survey_id"), sa.column("member_id"), sa.column("admission"))
    survey = sa.table("survey", sa.column("id"), sa.column("sealed_at"))
    open_ones = sa.select(invitation.c.survey_id, invitation.c.member_id).join(
        survey, (survey.c.id == invitation.c.survey_id) & survey.c.sealed_at.is_(None)
    )
    connection = op.get_bind()
    drawn = [
        {"survey": row.survey_id, "person": row.member_id, "drawn": secrets.token_hex(16)}
        for row in connection.execute(open_ones)
    ]
    if drawn:
        its_own = (invitation.c.survey_id == sa.bindparam("survey")) & (
            invitation.c.member_id == sa.bindparam("person")
        )
        connection.execute(sa.update(invitation).where(its_own).values(admission=sa.bindparam("drawn")), drawn)
