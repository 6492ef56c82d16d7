"""Every request about people and care teams, by everybody: who may, who may not, and that other clinics are unknown.

Nothing here is listed twice: what is allowed comes from the table of permissions, and the list of requests is compared
with the routes that are served.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.api.clinic.people.routers import PEOPLE_ROUTERS
from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.care_team.overrides import OverrideRecord
from app.persistence.repositories.people.licences import LicenceRecord
from clinic.care_team.overrides import ConflictKey, ConflictOverride
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import CoupleId
from clinic.identity.access import DANGEROUS, PERMISSIONS, PROOF_LASTS, Action, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.people.couples import CoupleUnit
from clinic.people.licences import Licence, LicenceType
from tests.support.service.clinics import Answer, Clinic, Visitor

A = Action
NAMES = frozenset({A.PEOPLE_READ, A.SCHEDULE_READ})
ANYBODY = frozenset({A.PEOPLE_READ, A.SCHEDULE_READ, A.STAFF_READ})
CHANGE = frozenset({A.PEOPLE_WRITE, A.STAFF_MANAGE})


@dataclass(frozen=True)
class Ask:
    """A request; ``$person`` and the like stand for ids.

    Attributes:
        actions: One of them is enough.
        only_people: Integrations are refused.
    """

    method: str
    path: str
    actions: frozenset[Action]
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    only_people: bool = False


def ask(method: str, path: str, *actions: Action, **more: Any) -> Ask:
    return Ask(method, path, frozenset(actions), **more)


SINCE = "2025-12-01T14:00:00Z"
CONTACT = {"name": "A", "languages": ["en"], "time_zone": "UTC", "reach": {"channel": "none"}}
LICENCE = {"state": "NY", "type": "nurse", "number": "1", "expires": "2027-01-01"}
PROPOSAL = {"couple": "$couple", "clinician": "$staff", "reason": "Nobody else.", "until": SINCE}

ASKS = (
    Ask("GET", "/people", NAMES),
    ask("GET", "/people", A.STAFF_READ, query={"kind": "staff"}),
    ask("POST", "/people", A.PEOPLE_WRITE, body={"kind": "client", "name": "A", "email": "x"}),
    ask("POST", "/people", A.STAFF_MANAGE, body={"kind": "staff", "name": "A"}),
    ask("POST", "/people/duplicates", A.PEOPLE_WRITE, body={"kind": "client", "name": "A"}),
    ask("GET", "/people/$person/duplicates", A.PEOPLE_MERGE),
    ask("POST", "/people/merge", A.PEOPLE_MERGE, body={"keep": "$person", "drop": "$staff", "dry_run": True}),
    ask("POST", "/people/import", A.PEOPLE_IMPORT, query={"dry_run": "true"}),
    ask("GET", "/people/export.csv", A.PEOPLE_EXPORT),
    Ask("GET", "/people/$person", ANYBODY),
    Ask("PATCH", "/people/$person", CHANGE, body={"name": "B"}),
    Ask("POST", "/people/$person/archive", CHANGE),
    Ask("POST", "/people/$person/restore", CHANGE),
    ask("POST", "/people/$person/invite", A.PEOPLE_INVITE),
    ask("DELETE", "/people/$person/invitations", A.PEOPLE_INVITE),
    ask("PUT", "/people/$staff/roles", A.STAFF_MANAGE, body={"roles": ["clinician"]}),
    ask("GET", "/people/$staff/qualifications", A.STAFF_READ),
    ask("PUT", "/people/$staff/qualifications", A.LICENCES_WRITE, body={"qualifications": ["nurse"]}),
    ask("GET", "/people/$staff/licences", A.STAFF_READ),
    ask("POST", "/people/$staff/licences", A.LICENCES_WRITE, body=LICENCE),
    ask("DELETE", "/licences/$licence", A.LICENCES_WRITE),
    ask("GET", "/people/$person/sign-ins", A.SIGN_INS_MANAGE),
    ask("DELETE", "/people/$person/sign-ins", A.SIGN_INS_MANAGE),
    ask("GET", "/couples", A.PEOPLE_READ),
    ask("POST", "/couples", A.PEOPLE_WRITE, body={"first": "$person", "second": "$other"}),
    ask("GET", "/couples/$couple", A.PEOPLE_READ),
    ask("PATCH", "/couples/$couple", A.PEOPLE_WRITE, body={"cameras": 2}),
    ask("POST", "/couples/$couple/end", A.PEOPLE_WRITE),
    ask("GET", "/people/$person/care-team", A.CARE_TEAM_READ),
    ask("GET", "/couples/$couple/care-team", A.CARE_TEAM_READ),
    ask(
        "POST",
        "/assignments",
        A.CARE_TEAM_ASSIGN,
        body={"clinician": "$staff", "role": "prescriber", "since": SINCE, "client": "$person"},
    ),
    ask("DELETE", "/assignments/$assignment", A.CARE_TEAM_ASSIGN),
    ask("GET", "/overrides", A.OWN_READ),
    ask("GET", "/overrides", A.CARE_TEAM_READ, query={"couple": "$couple"}),
    ask("POST", "/overrides", A.CARE_TEAM_OVERRIDE, body=PROPOSAL),
    ask("POST", "/overrides/$override/acknowledge", A.OWN_WRITE, only_people=True),
    ask("DELETE", "/overrides/$override", A.CARE_TEAM_OVERRIDE),
    ask("GET", "/me/contact", A.OWN_READ, only_people=True),
    ask("PUT", "/me/contact", A.OWN_WRITE, body=CONTACT, only_people=True),
    ask(
        "POST",
        "/break-glass",
        A.BREAK_GLASS,
        body={"person": "$person", "reason": "A good reason."},
        only_people=True,
    ),
)
CALLERS: tuple[StaffRole | PrincipalKind, ...] = (*StaffRole, *PrincipalKind)
UNKNOWN = {
    "person": "pt_unknown", "other": "pt_unknown2", "staff": "pt_unknown3", "couple": "cu_unknown",
    "assignment": "as_unknown", "override": "ov_unknown", "licence": "li_unknown",
}  # fmt: skip


def allowed(caller: StaffRole | PrincipalKind, one: Ask) -> bool:
    kind = caller if isinstance(caller, PrincipalKind) else PrincipalKind.STAFF
    return bool((PERMISSIONS[caller] | PERMISSIONS[kind]) & one.actions)


def filled(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: filled(part, ids) for key, part in value.items()}
    if isinstance(value, str):
        for name, one in ids.items():
            value = value.replace(f"${name}", one)
    return value


async def send(visitor: Visitor, one: Ask, ids: dict[str, str]) -> Answer:
    return await visitor.send(
        one.method,
        filled(one.path, ids),
        json=filled(one.body, ids),
        params=filled(one.query, ids),
        headers={"if-match": '"1"'} if one.method in ("PATCH", "PUT") else {},
    )


@pytest.fixture
async def callers(clinic: Clinic, client: httpx.AsyncClient) -> dict[StaffRole | PrincipalKind, Visitor]:
    found: dict[StaffRole | PrincipalKind, Visitor] = {
        role: await clinic.sign_in(client, await clinic.staff(f"Staff {role}", role)) for role in StaffRole
    }
    found[PrincipalKind.STAFF] = await clinic.sign_in(client, await clinic.staff("Staff without"))
    found[PrincipalKind.CLIENT] = await clinic.sign_in_client(client, await clinic.client("Zoe"))
    return found


@pytest.fixture
async def foreign(elsewhere: Clinic) -> dict[str, str]:
    """Return what another clinic has one of each of."""
    person, other = await elsewhere.client("Strange Ana"), await elsewhere.client("Strange Ben")
    staff, now = await elsewhere.staff("Strange Staff", StaffRole.CLINICIAN), elsewhere.now
    couple = CoupleUnit(CoupleId("cu_strange"), elsewhere.id, (person, other), now)
    key = ConflictKey(staff, couple.id, person, CareTeamRole.SUD_COUNSELOR)
    override = ConflictOverride(key, couple.partners, staff, "Nobody else.", now, now + timedelta(days=1))
    held = Assignment(staff, CareTeamRole.SUD_COUNSELOR, Period(now), client=person)
    licence = Licence("NY", LicenceType.NURSE, "1", now.date())
    async with elsewhere.store.write(elsewhere.id, elsewhere.actor, now) as unit:
        await unit.couples.add(couple)
        await unit.overrides.add(OverrideRecord("ov_strange", override))
        await unit.assignments.add(AssignmentRecord("as_strange", held))
        await unit.licences.add(LicenceRecord("li_strange", staff, licence))
    return {
        "person": person, "other": other, "staff": staff, "couple": couple.id, "assignment": "as_strange",
        "override": "ov_strange", "licence": "li_strange",
    }  # fmt: skip


def test_every_route_is_tried() -> None:
    served = {
        (method, route.path)
        for router in PEOPLE_ROUTERS
        for route in router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    tried = {
        (one.method, re.sub(r"\$(\w+)", r"{\1}", one.path).replace("{staff}", "{person}")) for one in ASKS
    }
    assert tried == served
    assert (len(ASKS), len(ASKS) * len(CALLERS)) == (40, 360)


@pytest.mark.parametrize("one", ASKS, ids=lambda one: f"{one.method} {one.path} {one.query or ''}")
async def test_whoever_may_not_is_denied_and_strangers_are_as_unknown_as_nobody(
    one: Ask, callers: dict[StaffRole | PrincipalKind, Visitor], foreign: dict[str, str]
) -> None:
    denied, told = {}, {}
    for caller, visitor in callers.items():
        strange, nobody = await send(visitor, one, foreign), await send(visitor, one, UNKNOWN)
        denied[caller] = strange.status_code == 403 and strange.json()["code"] == "access.denied"
        named = "$" in f"{one.path}{one.body}{one.query}"
        if named and (strange.status_code, _plain(strange)) != (nobody.status_code, _plain(nobody)):
            told[caller] = (_plain(strange), _plain(nobody))
    assert denied == {caller: not allowed(caller, one) for caller in callers}
    assert told == {}


def _plain(answer: Answer) -> Any:
    return answer.json() if "json" in answer.headers.get("content-type", "") else answer.text


@pytest.mark.parametrize(
    "one", [one for one in ASKS if one.actions <= DANGEROUS], ids=lambda one: f"{one.method} {one.path}"
)
async def test_a_dangerous_act_needs_a_fresh_proof(
    one: Ask, clinic: Clinic, client: httpx.AsyncClient
) -> None:
    roles = [role for role in StaffRole if one.actions & PERMISSIONS[role]]
    visitor = await clinic.sign_in(
        client, await clinic.staff("Stale", *roles), proved_before=PROOF_LASTS + timedelta(seconds=1)
    )
    answer = await send(visitor, one, UNKNOWN)
    assert (answer.status_code, answer.json()["code"]) == (403, "access.proof_needed")


async def test_nobody_is_answered_who_is_not_signed_in(client: httpx.AsyncClient) -> None:
    stranger = Visitor(client, UNKNOWN["person"], "no secret at all")  # type: ignore[arg-type]
    codes = {(await send(stranger, one, UNKNOWN)).json()["code"] for one in ASKS}
    assert codes == {"sign_in.needed"}


async def test_only_our_own_pages_change_anything(clinic: Clinic, client: httpx.AsyncClient) -> None:
    admin = await clinic.sign_in(client, await clinic.staff("Admin", StaffRole.ADMIN))
    client.headers["origin"] = "https://elsewhere.example"
    codes = {(await send(admin, one, UNKNOWN)).json()["code"] for one in ASKS if one.method != "GET"}
    assert codes == {"request.foreign_origin"}
