"""A couple's therapist is warned of a couple that waits; nobody else is, and a session is planned all the same."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from clinic.identity.roles import StaffRole
from tests.app.conftest import WebService
from tests.support.schedule.clearance import CoupleCast, cast_couple
from tests.support.service.clinics import Visitor, open_clinic


@pytest.fixture
async def cast(web_service: WebService, client: httpx.AsyncClient) -> CoupleCast:
    return await cast_couple(await open_clinic(web_service.store, "here", web_service.now), client)


def draft(cast: CoupleCast, kind: str = "couples") -> dict[str, Any]:
    starts = cast.clinic.now.astimezone(ZoneInfo("America/New_York")) + timedelta(days=2)
    return {
        "title": "Session",
        "kind": kind,
        "track": "couples",
        "starts_local": starts.strftime("%Y-%m-%dT%H:%M"),
        "duration_min": 50,
        "attendees": [
            {"person": cast.cora.person, "role": "facilitator"},
            {"person": cast.ana},
            {"person": cast.ben},
        ],
    }


async def warned(cast: CoupleCast, who: Visitor, kind: str = "couples") -> list[list[str]]:
    answer = await who.post("/appointments/check", draft(cast, kind))
    assert answer.status_code == 200, answer.text
    return [
        sorted(person["id"] for person in each["people"])
        for each in answer.json()["conflicts"]
        if each["code"] == "schedule.clearance"
    ]


async def test_only_the_couples_therapist_is_warned_and_only_while_it_waits(
    cast: CoupleCast, client: httpx.AsyncClient
) -> None:
    planner = await cast.clinic.sign_in(
        client, await cast.clinic.staff("Carl Coordinator", StaffRole.CARE_COORDINATOR)
    )
    both = sorted([cast.ana, cast.ben])
    assert await warned(cast, cast.cora) == [both]
    assert await warned(cast, planner) == []
    assert await warned(cast, cast.cora, "group") == []
    await cast.clear(cast.ida, cast.ana)
    await cast.clear(cast.ivo, cast.ben)
    assert await warned(cast, cast.cora) == []
    await cast.decide(cast.ida, cast.ana, "hold", "danger")
    assert await warned(cast, cast.cora) == [both], "pending and held look alike"
    planned = await cast.cora.post("/appointments", draft(cast))
    codes = {each["code"] for each in planned.json().get("conflicts", ())}
    assert "schedule.clearance" not in codes, "what planning answers is kept in clear text"
