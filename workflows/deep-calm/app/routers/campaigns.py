"""Campaigns, their days, and what a customer of theirs costs."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.cache import AnswerCache, answer_cache
from app.database import session
from app.models import Campaign, DailyResult

router = APIRouter(prefix="/campaigns", tags=["campaigns"])
Database = Annotated[Session, Depends(session)]
Cache = Annotated[AnswerCache, Depends(answer_cache)]


class NewCampaign(BaseModel):
    """A campaign as a client writes it."""

    name: str = Field(min_length=1, max_length=120)
    channel: str = Field(min_length=1, max_length=40)


class CampaignAnswer(NewCampaign):
    """A campaign as the service answers it."""

    model_config = ConfigDict(from_attributes=True)
    id: int


class Day(BaseModel):
    """One day's spend and new customers."""

    spend: Decimal = Field(ge=0, max_digits=12, decimal_places=2)
    customers: int = Field(ge=0)


class AcquisitionCost(BaseModel):
    """What one new customer costs; no cost while there is no customer."""

    campaign_id: int
    spend: Decimal
    customers: int
    cost: Decimal | None


@router.get("")
def list_campaigns(database: Database) -> list[CampaignAnswer]:
    """All campaigns, oldest first."""
    found = database.scalars(select(Campaign).order_by(Campaign.id))
    return [CampaignAnswer.model_validate(campaign) for campaign in found]


@router.post("", status_code=201)
def add_campaign(new: NewCampaign, database: Database) -> CampaignAnswer:
    """Adds a campaign; two of one name cannot be."""
    campaign = Campaign(name=new.name, channel=new.channel)
    database.add(campaign)
    try:
        database.commit()
    except IntegrityError as error:
        raise HTTPException(409, f"a campaign named `{new.name}` exists") from error
    return CampaignAnswer.model_validate(campaign)


@router.put("/{campaign_id}/days/{day}", status_code=204)
def put_day(campaign_id: int, day: date, result: Day, database: Database, cache: Cache) -> None:
    """Writes a day's result, over an earlier one of that day."""
    require(campaign_id, database)
    values = result.model_dump()
    statement = insert(DailyResult).values(campaign_id=campaign_id, day=day, **values)
    database.execute(
        statement.on_conflict_do_update(index_elements=["campaign_id", "day"], set_=values)
    )
    database.commit()
    cache.forget(cache_key(campaign_id))


@router.get("/{campaign_id}/cac")
def acquisition_cost(
    campaign_id: int, response: Response, database: Database, cache: Cache
) -> AcquisitionCost:
    """What one new customer of the campaign costs, from the cache when it is there."""
    require(campaign_id, database)
    text, was_kept = cache.get_or_make(
        cache_key(campaign_id), lambda: calculate_cost(campaign_id, database).model_dump_json()
    )
    response.headers["X-Cache"] = "hit" if was_kept else "miss"
    return AcquisitionCost.model_validate_json(text)


def calculate_cost(campaign_id: int, database: Session) -> AcquisitionCost:
    """Adds up the campaign's days."""
    spend, customers = database.execute(
        select(
            func.coalesce(func.sum(DailyResult.spend), 0),
            func.coalesce(func.sum(DailyResult.customers), 0),
        ).where(DailyResult.campaign_id == campaign_id)
    ).one()
    cost = (spend / customers).quantize(Decimal("0.01")) if customers else None
    return AcquisitionCost(campaign_id=campaign_id, spend=spend, customers=customers, cost=cost)


def require(campaign_id: int, database: Session) -> Campaign:
    """Finds a campaign, or answers 404."""
    campaign = database.get(Campaign, campaign_id)
    if campaign is None:
        raise HTTPException(404, f"there is no campaign {campaign_id}")
    return campaign


def cache_key(campaign_id: int) -> str:
    """The cache's name for a campaign's cost."""
    return f"campaign:{campaign_id}:cac"
