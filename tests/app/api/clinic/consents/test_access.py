"""Every request about documents, by everybody: who may, who may not, and that other clinics are unknown."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.api.clinic.consents.routers import CONSENT_ROUTERS
from clinic.consents.documents import DocumentKind
from clinic.identity.access import PERMISSIONS, Action, PrincipalKind
from clinic.identity.roles import StaffRole
from tests.app.api.clinic.consents.conftest import TEXTS, shipped_id
from tests.support.service.clinics import Answer, Clinic, Visitor

A = Action


@dataclass(frozen=True)
class Ask:
    """A request; ``$person`` and ``$agreement`` stand for ids. ``kind``: only this side may."""

    method: str
    path: str
    action: Action
    body: Any = None
    kind: PrincipalKind | None = None


CLIENT = PrincipalKind.CLIENT
SIGN = {"version": shipped_id(DocumentKind.AGREEMENT), "language": "en"}
DRAFT = {"texts": TEXTS, "effective_on": "2199-01-01"}
ASKS = (
    Ask("GET", "/documents", A.POLICIES_READ),
    Ask("GET", "/documents/agreement", A.POLICIES_READ),
    Ask("PUT", "/documents/agreement/draft", A.POLICIES_WRITE, DRAFT),
    Ask("POST", "/documents/agreement/draft/review", A.POLICIES_WRITE),
    Ask("DELETE", "/documents/agreement/draft", A.POLICIES_WRITE),
    Ask("GET", "/me/agreements", A.OWN_READ, kind=CLIENT),
    Ask("GET", "/me/agreements/$agreement", A.OWN_READ, kind=CLIENT),
    Ask("POST", "/me/agreements", A.OWN_WRITE, SIGN, CLIENT),
    Ask("POST", "/me/agreements/acknowledge", A.OWN_WRITE, {**SIGN, "appointment": "ss_none"}, CLIENT),
    Ask("POST", "/me/agreements/$agreement/withdraw", A.OWN_WRITE, kind=CLIENT),
    Ask("GET", "/people/$person/agreements", A.PEOPLE_READ),
    Ask("POST", "/people/$person/agreements", A.PEOPLE_WRITE, SIGN),
    Ask("POST", "/people/$person/agreements/$agreement/withdraw", A.PEOPLE_WRITE),
)
CALLERS: tuple[StaffRole | PrincipalKind, ...] = (*StaffRole, *PrincipalKind)
UNKNOWN = {"person": "pt_unknown", "agreement": "gr_unknown"}


def allowed(caller: StaffRole | PrincipalKind, one: Ask) -> bool:
    kind = caller if isinstance(caller, PrincipalKind) else PrincipalKind.STAFF
    return one.kind in (None, kind) and one.action in PERMISSIONS[caller] | PERMISSIONS[kind]


async def send(visitor: Visitor, one: Ask, ids: dict[str, str]) -> Answer:
    path = one.path
    for name, value in ids.items():
        path = path.replace(f"${name}", value)
    headers = {"if-match": '"1"'} if "/draft" in one.path else {}
    return await visitor.send(one.method, path, json=one.body, headers=headers)


@pytest.fixture
async def callers(clinic: Clinic, client: httpx.AsyncClient) -> dict[StaffRole | PrincipalKind, Visitor]:
    found: dict[StaffRole | PrincipalKind, Visitor] = {
        role: await clinic.sign_in(client, await clinic.staff(f"Staff {role}", role)) for role in StaffRole
    }
    found[PrincipalKind.STAFF] = await clinic.sign_in(client, await clinic.staff("Staff without"))
    found[PrincipalKind.CLIENT] = await clinic.sign_in_client(client, await clinic.client("Zoe"))
    return found


@pytest.fixture
async def foreign(elsewhere: Clinic, client: httpx.AsyncClient) -> dict[str, str]:
    """Return a client of another clinic, and what they signed."""
    ana = await elsewhere.sign_in_client(client, await elsewhere.client("Strange Ana"))
    signed = await ana.post("/me/agreements", SIGN)
    assert signed.status_code == 201, signed.text
    return {"person": ana.person, "agreement": signed.json()["id"]}


def test_every_route_is_tried() -> None:
    served = {
        (method, re.sub(r"\{document\}", "agreement", route.path))  # type: ignore[attr-defined]
        for router in CONSENT_ROUTERS
        for route in router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    assert {(one.method, re.sub(r"\$(\w+)", r"{\1}", one.path)) for one in ASKS} == served
    assert (len(ASKS), len(ASKS) * len(CALLERS)) == (13, 117)


@pytest.mark.parametrize("one", ASKS, ids=lambda one: f"{one.method} {one.path}")
async def test_whoever_may_not_is_denied_and_strangers_are_as_unknown_as_nobody(
    one: Ask, callers: dict[StaffRole | PrincipalKind, Visitor], foreign: dict[str, str]
) -> None:
    denied, told = {}, {}
    for caller, visitor in callers.items():
        strange, nobody = await send(visitor, one, foreign), await send(visitor, one, UNKNOWN)
        denied[caller] = strange.status_code == 403 and strange.json()["code"] == "access.denied"
        answers = [(each.status_code, each.text) for each in (strange, nobody)]
        if "$" in one.path and answers[0] != answers[1]:
            told[caller] = answers
    assert denied == {caller: not allowed(caller, one) for caller in callers}
    assert told == {}


async def test_nobody_is_answered_who_is_not_signed_in(client: httpx.AsyncClient) -> None:
    stranger = Visitor(client, UNKNOWN["person"], "no secret at all")  # type: ignore[arg-type]
    assert {(await send(stranger, one, UNKNOWN)).json()["code"] for one in ASKS} == {"sign_in.needed"}


async def test_only_our_own_pages_change_anything(clinic: Clinic, client: httpx.AsyncClient) -> None:
    ana = await clinic.sign_in_client(client, await clinic.client("Ana"))
    client.headers["origin"] = "https://elsewhere.example"
    codes = {(await send(ana, one, UNKNOWN)).json()["code"] for one in ASKS if one.method != "GET"}
    assert codes == {"request.foreign_origin"}


async def test_a_long_idle_page_signs_nothing(clinic: Clinic, client: httpx.AsyncClient) -> None:
    ana = await clinic.client("Ana")
    idle = Clinic(clinic.id, clinic.store, clinic.now - timedelta(hours=1))
    visitor = await idle.sign_in_client(client, ana)
    answer = await visitor.post("/me/agreements", SIGN)
    assert answer.json()["code"] == "sign_in.idle"
