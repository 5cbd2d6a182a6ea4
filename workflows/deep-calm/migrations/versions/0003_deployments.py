"""Add the deployment log."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deployments",
        sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True),
        sa.Column("env", sa.String(10), nullable=False),
        sa.Column("tag", sa.String(50), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("deployed_by", sa.String(100), nullable=False),
        sa.Column(
            "deployed_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
        sa.Column("rollback_from", sa.String(50), nullable=True),
        sa.CheckConstraint(
            "status IN ('success', 'failed', 'rolled_back')", name="ck_deployments_status"
        ),
    )
    op.create_index("ix_deployments_env_deployed_at", "deployments", ["env", "deployed_at"])


def downgrade() -> None:
    op.drop_index("ix_deployments_env_deployed_at", table_name="deployments")
    op.drop_table("deployments")
