"""What requests with a seat's link have in common; the requests' own tests go through it, too."""

import httpx
import pytest

from app.persistence.unit_of_work import StorageUnavailable
from rooms.model.ids import SeatId
from tests.app.conftest import WebService
from tests.support.rooms.setups import ANA, ANA_SEAT, COUPLE_SEAT

ROUTES = [
    ("/api/v1/tickets", {}),
    ("/api/v1/seats/proof", {"person": ANA, "pin": "482913"}),
]


@pytest.mark.parametrize(("route", "more"), ROUTES)
async def test_a_seat_has_one_budget_and_no_other_seat_notices(
    web_service: WebService, client: httpx.AsyncClient, route: str, more: dict[str, str]
) -> None:
    async def ask(seat: SeatId) -> int:
        answer = await client.post(route, json={"invitation": web_service.link(seat), **more})
        return answer.status_code

    answers = [await ask(ANA_SEAT) for _ in range(6)]
    assert answers[-1] == 429
    assert 429 not in answers[:-1]
    assert await ask(COUPLE_SEAT) != 429


@pytest.mark.parametrize(("route", "more"), ROUTES)
async def test_a_database_that_is_away_is_said_to_be(
    web_service: WebService,
    client: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    route: str,
    more: dict[str, str],
) -> None:
    async def away(_entrance: object, _seat: SeatId) -> None:
        raise StorageUnavailable("away")

    monkeypatch.setattr(type(web_service.services.entrance), "find", away)
    answer = await client.post(route, json={"invitation": web_service.link(ANA_SEAT), **more})
    assert (answer.status_code, answer.json()["code"]) == (503, "storage.unavailable")
    assert 2 <= int(answer.headers["retry-after"]) <= 5
