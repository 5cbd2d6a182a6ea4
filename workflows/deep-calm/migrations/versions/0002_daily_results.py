"""Add what each campaign spent and won, day by day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_results",
        sa.Column("campaign_id", sa.Integer(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("spend", sa.Numeric(12, 2), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name="fk_daily_results_campaign",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("spend >= 0", name="ck_daily_results_spend"),
        sa.CheckConstraint("customers >= 0", name="ck_daily_results_customers"),
    )
    op.create_index("ix_daily_results_day", "daily_results", ["day"])


def downgrade() -> None:
    op.drop_index("ix_daily_results_day", table_name="daily_results")
    op.drop_table("daily_results")
