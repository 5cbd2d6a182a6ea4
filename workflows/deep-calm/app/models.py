"""The tables, as the migrations leave them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all tables share: one catalogue."""


class Campaign(Base):
    """A campaign in one advertising channel."""

    __tablename__ = "campaigns"
    __table_args__ = (UniqueConstraint("name", name="uq_campaigns_name"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    channel: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class DailyResult(Base):
    """What a campaign spent and won on one day."""

    __tablename__ = "daily_results"
    __table_args__ = (
        CheckConstraint("spend >= 0", name="ck_daily_results_spend"),
        CheckConstraint("customers >= 0", name="ck_daily_results_customers"),
        Index("ix_daily_results_day", "day"),
    )

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaigns.id", name="fk_daily_results_campaign", ondelete="CASCADE"),
        primary_key=True,
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    spend: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    customers: Mapped[int]


class Deployment(Base):
    """One line of the deployment log."""

    __tablename__ = "deployments"
    __table_args__ = (
        CheckConstraint(
            "status IN ('success', 'failed', 'rolled_back')", name="ck_deployments_status"
        ),
        Index("ix_deployments_env_deployed_at", "env", "deployed_at"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    env: Mapped[str] = mapped_column(String(10))
    tag: Mapped[str] = mapped_column(String(50))
    status: Mapped[str] = mapped_column(String(20))
    deployed_by: Mapped[str] = mapped_column(String(100))
    deployed_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.now()
    )
    rollback_from: Mapped[str | None] = mapped_column(String(50))
