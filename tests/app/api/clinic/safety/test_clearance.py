"""Screening and clearance over HTTP: who may, who may not, what is kept, and what nobody is told."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from app.api.clinic.safety import clearance, clearance_settings
from app.persistence.models.safety.clearance import ClearanceDecisionRow, ScreeningRow
from clinic.identity.access import PERMISSIONS, Action, PrincipalKind
from clinic.identity.roles import StaffRole
from tests.app.conftest import WebService
from tests.support.schedule.clearance import CALM, CoupleCast, cast_couple
from tests.support.service.clinics import Clinic, Visitor

SCREENING = {"answers": CALM, "in_private": True}
DECISION = {"move": "hold", "reason": "judgement"}
SETTINGS = {
    "asks": True,
    "review_days": 90,
    "instrument": {
        "kind": "own",
        "title": "Our questions",
        "items": ["Are you afraid of someone at home?"],
        "lowest": 0,
        "highest": 3,
    },
}
ASKS: tuple[tuple[str, str, Action, Any], ...] = (
    ("GET", "/people/{person}/screening", Action.PEOPLE_READ, None),
    ("POST", "/people/{person}/screenings", Action.PEOPLE_WRITE, SCREENING),
    ("POST", "/people/{person}/clearance", Action.PEOPLE_WRITE, DECISION),
    ("GET", "/couples/{couple}/clearance", Action.PEOPLE_READ, None),
    ("GET", "/settings/clearance", Action.POLICIES_READ, None),
    ("PUT", "/settings/clearance", Action.POLICIES_WRITE, SETTINGS),
)
Caller = StaffRole | PrincipalKind


@pytest.fixture
async def cast(clinic: Clinic, client: httpx.AsyncClient) -> CoupleCast:
    return await cast_couple(clinic, client)


async def send(
    visitor: Visitor, method: str, path: str, body: Any, ids: dict[str, str], version: int = 0
) -> httpx.Response:
    headers = {} if method == "GET" else {"if-match": f'"{version}"'}
    return await visitor.send(method, path.format(**ids), json=body, headers=headers)


def test_every_route_is_tried() -> None:
    served = {
        (method, route.path)
        for router in (clearance.router, clearance_settings.router)
        for route in router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    assert served == {(method, path) for method, path, _, _ in ASKS}


@pytest.mark.parametrize(("method", "path", "action", "body"), ASKS)
async def test_whoever_may_not_is_denied_and_strangers_are_unknown(
    clinic: Clinic,
    elsewhere: Clinic,
    client: httpx.AsyncClient,
    method: str,
    path: str,
    action: Action,
    body: Any,
) -> None:
    foreign = await cast_couple(elsewhere, client)
    strange = {"person": foreign.ana, "couple": foreign.couple}
    nobody = {"person": "pt_unknown", "couple": "cu_unknown"}
    callers: dict[Caller, Visitor] = {
        role: await clinic.sign_in(client, await clinic.staff(f"Staff {role}", role)) for role in StaffRole
    }
    callers[PrincipalKind.CLIENT] = await clinic.sign_in_client(client, await clinic.client("Zoe"))
    denied = {}
    for caller, visitor in callers.items():
        answers = [await send(visitor, method, path, body, ids, 99) for ids in (strange, nobody)]
        if "{" in path:
            assert answers[0].text == answers[1].text, "a stranger is as unknown as nobody"
        denied[caller] = answers[0].json().get("code") == "access.denied"
    assert denied == {caller: action not in PERMISSIONS[caller] for caller in callers}


async def test_only_ones_own_therapist_reads_records_and_decides(
    cast: CoupleCast, client: httpx.AsyncClient
) -> None:
    clinic = cast.clinic
    ids = {"person": cast.ana, "couple": cast.couple}
    callers = {
        "own": cast.ida,
        "partner's": cast.ivo,
        "couple's": cast.cora,
        "ana": await clinic.sign_in_client(client, cast.ana),
        "ben": await clinic.sign_in_client(client, cast.ben),
        **{
            role: await clinic.sign_in(client, await clinic.staff(f"Staff {role}", role))
            for role in StaffRole
        },
    }
    for method, path, _, body in ASKS[:3]:
        codes = {
            who: (await send(visitor, method, path, body, ids, 0)).json().get("code")
            for who, visitor in callers.items()
            if who != "own"
        }
        assert set(codes.values()) == {"access.denied"}, path
    assert (await cast.ida.get(f"/people/{cast.ana}/screening")).status_code == 200
    couple = {
        who: (await visitor.get(f"/couples/{cast.couple}/clearance")).status_code
        for who, visitor in callers.items()
    }
    assert {who for who, status in couple.items() if status == 200} == {"couple's"}


async def test_a_couple_is_cleared_by_both_partners_own_therapists_and_held_by_one(cast: CoupleCast) -> None:
    assert await cast.value() == "pending"
    await cast.clear(cast.ida, cast.ana)
    assert await cast.value() == "pending"
    await cast.clear(cast.ivo, cast.ben)
    assert await cast.value() == "cleared"
    assert (await cast.decide(cast.ivo, cast.ben, "hold", "danger")).status_code == 200
    assert await cast.value() == "held"
    again = await cast.decide(cast.ivo, cast.ben, "clear", "screened_again")
    assert (again.status_code, again.json()["code"]) == (409, "clearance.not_screened")
    assert (await cast.decide(cast.ivo, cast.ben, "reopen", "changed")).status_code == 200
    assert await cast.value() == "pending"


async def test_a_couples_therapist_sees_the_value_and_nothing_else(cast: CoupleCast) -> None:
    answers = []
    for who, person in ((cast.ida, cast.ana), (cast.ivo, cast.ben)):
        await cast.decide(who, person, "hold", "danger")
        answer = await cast.cora.get(f"/couples/{cast.couple}/clearance")
        answers.append((answer.text, dict(answer.headers)))
        assert answer.json() == {"value": "held", "until": None}
        await cast.decide(who, person, "reopen", "changed")
    assert answers[0] == answers[1], "whose it is shows in no byte and no header"


async def test_a_partners_own_therapist_is_not_told_that_the_other_is_held(cast: CoupleCast) -> None:
    """Whoever knows their own client is not held would know whose it is, if they saw that the couple is."""
    await cast.clear(cast.ivo, cast.ben)
    pending = (await cast.ivo.get(f"/people/{cast.ben}/screening")).text
    await cast.decide(cast.ida, cast.ana, "hold", "danger")
    assert (await cast.ivo.get(f"/people/{cast.ben}/screening")).text == pending


async def test_a_screening_is_recorded_with_its_score_and_its_answers_are_encrypted(cast: CoupleCast) -> None:
    answer = await cast.screen(cast.ida, cast.ana, [5, 4, 3, 1])
    assert answer.status_code == 201
    (kept,) = answer.json()["screenings"]
    assert (kept["answers"], kept["total"], kept["most"], kept["positive"]) == ([5, 4, 3, 1], 13, 20, True)
    assert (await cast.decide(cast.ida, cast.ana, "hold", "danger")).status_code == 200
    async with cast.clinic.store.read(cast.clinic.id, cast.clinic.actor, cast.clinic.now) as unit:
        stored = [
            *(await unit.session.scalars(select(ScreeningRow.content))),
            *(await unit.session.scalars(select(ClearanceDecisionRow.content))),
        ]
    assert len(stored) == 2
    assert all(re.fullmatch(r"1\.[\w=-]+", content) for content in stored)


async def test_stored_decisions_are_of_one_length(cast: CoupleCast) -> None:
    await cast.clear(cast.ida, cast.ana)
    await cast.decide(cast.ida, cast.ana, "hold", "danger")
    await cast.decide(cast.ida, cast.ana, "reopen", "mistake")
    async with cast.clinic.store.read(cast.clinic.id, cast.clinic.actor, cast.clinic.now) as unit:
        stored = await unit.session.scalars(select(ClearanceDecisionRow.content))
        assert len({len(content) for content in stored}) == 1


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"in_private": False}, "in_private", "screening.in_private"),
        ({"answers": [1, 1, 1]}, "answers", "screening.unanswered"),
        ({"answers": [1, 1, 1, 0]}, "answers", "screening.scale"),
    ],
)
async def test_what_was_not_asked_in_private_or_not_answered_is_not_kept(
    cast: CoupleCast, changed: dict[str, Any], field: str, code: str
) -> None:
    answer = await cast.ida.change("POST", f"/people/{cast.ana}/screenings", {**SCREENING, **changed}, 0)
    assert answer.json()["errors"] == [{"field": field, "code": code}]
    assert (await cast.ida.get(f"/people/{cast.ana}/screening")).json()["screenings"] == []


async def test_what_is_sent_twice_is_kept_once(cast: CoupleCast) -> None:
    codes = [
        (await cast.ida.change("POST", f"/people/{cast.ana}/screenings", SCREENING, 0)).status_code
        for _ in range(2)
    ]
    assert codes == [201, 412]
    codes = [
        (await cast.ida.change("POST", f"/people/{cast.ana}/clearance", DECISION, 1)).status_code
        for _ in range(2)
    ]
    assert codes == [200, 412]


async def test_who_is_in_no_couple_can_be_screened_and_has_nothing_to_clear(
    clinic: Clinic, cast: CoupleCast
) -> None:
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        record = await unit.couples.find(cast.couple)
        assert record is not None
        await unit.couples.change(replace(record.unit, until=clinic.now), record.version)
    assert (await cast.screen(cast.ida, cast.ana)).json()["partner"] is None
    answer = await cast.decide(cast.ida, cast.ana, "clear", "screened")
    assert answer.json()["code"] == "clearance.no_couple"


async def test_every_look_and_every_change_is_noted_and_no_note_says_what_was_decided(
    cast: CoupleCast,
) -> None:
    await cast.clear(cast.ida, cast.ana)
    await cast.decide(cast.ivo, cast.ben, "hold", "danger")
    await cast.value()
    async with cast.clinic.store.read(cast.clinic.id, cast.clinic.actor, cast.clinic.now) as unit:
        noted = [one.entry for one in await unit.audit.page()]
    decided = [
        (one.actor, one.subjects, dict(one.facts)) for one in noted if one.action == "clearance.decide"
    ]
    assert decided == [(cast.ida.person, (cast.ana,), {}), (cast.ivo.person, (cast.ben,), {})]
    assert {one.action for one in noted} >= {"screening.read", "screening.record", "clearance.read"}
    assert "danger" not in repr(noted)


async def test_by_broken_glass_a_screening_is_read_for_an_hour_and_nothing_is_changed(
    cast: CoupleCast, web_service: WebService, client: httpx.AsyncClient
) -> None:
    await cast.screen(cast.ida, cast.ana, [5, 5, 5, 5])
    clinic = cast.clinic
    director = await clinic.staff("Iris Director", StaffRole.CLINICAL_DIRECTOR)
    other = await clinic.sign_in(client, await clinic.staff("Otto Other", StaffRole.CLINICIAN))
    path = f"/people/{cast.ana}/screening"
    assert (await other.get(path)).json()["code"] == "access.denied"
    broken = await other.post(
        "/break-glass", {"person": cast.ana, "reason": "She called from outside her home."}
    )
    assert broken.status_code == 201
    read = await other.get(path)
    assert (read.json()["screenings"][0]["total"], read.json()["may_change"]) == (20, False)
    assert (await other.get(f"/people/{cast.ben}/screening")).json()["code"] == "access.denied"
    for method, changing, _, body in ASKS[1:3]:
        answer = await send(other, method, changing, body, {"person": cast.ana}, 1)
        assert answer.json()["code"] == "access.denied"
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        noted = [(one.entry.action, one.entry.subjects) for one in await unit.audit.page()]
    assert ("screening.read", (cast.ana, broken.json()["id"])) in noted
    told = [subjects for action, subjects in noted if action == "director.alert"]
    assert told == [(cast.ana, other.person, director)], "the directors are told"
    web_service.clock.set_by(timedelta(hours=1).total_seconds())
    again = await clinic_at(clinic, timedelta(hours=1)).sign_in(client, other.person)
    assert (await again.get(path)).json()["code"] == "access.denied"


def clinic_at(clinic: Clinic, later: timedelta) -> Clinic:
    return replace(clinic, now=clinic.now + later)


async def test_a_partner_as_contact_is_a_warning_only_for_who_may_read_the_clearance(
    cast: CoupleCast, client: httpx.AsyncClient
) -> None:
    page = f"/people/{cast.ana}/screening"
    assert (await cast.ida.get(page)).json()["contact_is_partner"] is True
    assert (await cast.ivo.get(f"/people/{cast.ben}/screening")).json()["contact_is_partner"] is False
    other = await cast.clinic.sign_in(client, await cast.clinic.staff("Otto", StaffRole.CLINICIAN))
    found = {}
    for who, visitor in (("couple's", cast.cora), ("somebody", other)):
        await visitor.post("/break-glass", {"person": cast.ana, "reason": "She does not answer."})
        card = await visitor.post(f"/people/{cast.ana}/crisis-card", {"nature": "unreachable"})
        contact = card.json()["contact"]
        found[who] = (contact["is_partner"], contact["not_cleared"])
    assert found == {"couple's": (True, True), "somebody": (True, False)}
    await cast.clear(cast.ida, cast.ana)
    await cast.clear(cast.ivo, cast.ben)
    assert (await cast.ida.get(page)).json()["contact_is_partner"] is False
    card = await cast.cora.post(f"/people/{cast.ana}/crisis-card", {"nature": "unreachable"})
    assert card.json()["contact"]["not_cleared"] is False
