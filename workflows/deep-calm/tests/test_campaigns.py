"""Campaigns over HTTP, in a real database."""

from fastapi.testclient import TestClient


def add_campaign(client: TestClient, name: str = "spring") -> int:
    answer = client.post("/campaigns", json={"name": name, "channel": "search"})
    assert answer.status_code == 201
    return answer.json()["id"]


def put_day(client: TestClient, campaign: int, day: str, spend: str, customers: int) -> None:
    body = {"spend": spend, "customers": customers}
    assert client.put(f"/campaigns/{campaign}/days/{day}", json=body).status_code == 204


def test_campaigns_are_listed_oldest_first(client: TestClient) -> None:
    add_campaign(client, "spring")
    add_campaign(client, "autumn")
    assert [campaign["name"] for campaign in client.get("/campaigns").json()] == [
        "spring",
        "autumn",
    ]


def test_two_campaigns_cannot_share_a_name(client: TestClient) -> None:
    add_campaign(client)
    answer = client.post("/campaigns", json={"name": "spring", "channel": "mail"})
    assert answer.status_code == 409
    assert "`spring`" in answer.json()["detail"]


def test_an_empty_name_is_refused(client: TestClient) -> None:
    assert client.post("/campaigns", json={"name": "", "channel": "mail"}).status_code == 422


def test_the_cost_of_a_customer_is_spend_by_customers(client: TestClient) -> None:
    campaign = add_campaign(client)
    put_day(client, campaign, "2025-03-01", "100.50", 3)
    put_day(client, campaign, "2025-03-02", "49.50", 2)
    assert client.get(f"/campaigns/{campaign}/cac").json() == {
        "campaign_id": campaign,
        "spend": "150.00",
        "customers": 5,
        "cost": "30.00",
    }


def test_a_day_is_written_over(client: TestClient) -> None:
    campaign = add_campaign(client)
    put_day(client, campaign, "2025-03-01", "10", 1)
    put_day(client, campaign, "2025-03-01", "20", 4)
    assert client.get(f"/campaigns/{campaign}/cac").json()["cost"] == "5.00"


def test_no_customer_has_no_cost(client: TestClient) -> None:
    campaign = add_campaign(client)
    put_day(client, campaign, "2025-03-01", "10", 0)
    assert client.get(f"/campaigns/{campaign}/cac").json()["cost"] is None


def test_a_campaign_that_is_not_there_is_not_found(client: TestClient) -> None:
    assert client.get("/campaigns/7/cac").status_code == 404
    body = {"spend": "1", "customers": 1}
    assert client.put("/campaigns/7/days/2025-03-01", json=body).status_code == 404


def test_a_negative_spend_is_refused(client: TestClient) -> None:
    campaign = add_campaign(client)
    body = {"spend": "-1", "customers": 1}
    assert client.put(f"/campaigns/{campaign}/days/2025-03-01", json=body).status_code == 422


def test_the_cost_is_kept_in_redis_until_a_day_changes(client: TestClient) -> None:
    campaign = add_campaign(client)
    put_day(client, campaign, "2025-03-01", "10", 1)
    first = client.get(f"/campaigns/{campaign}/cac")
    second = client.get(f"/campaigns/{campaign}/cac")
    assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("miss", "hit")
    assert first.json() == second.json()
    put_day(client, campaign, "2025-03-02", "30", 1)
    third = client.get(f"/campaigns/{campaign}/cac")
    assert (third.headers["X-Cache"], third.json()["cost"]) == ("miss", "20.00")


def test_what_is_kept_expires(client: TestClient) -> None:
    campaign = add_campaign(client)
    client.get(f"/campaigns/{campaign}/cac")
    seconds = client.app.state.cache.client.ttl(f"campaign:{campaign}:cac")
    assert 0 < seconds <= 300
