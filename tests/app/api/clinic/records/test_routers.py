"""Who may ask what: every route, as everybody."""

from typing import Any

import httpx
import pytest

from app.api.clinic.records.routers import RECORDS_ROUTERS
from clinic.identity.access import PERMISSIONS, Action, PrincipalKind
from clinic.identity.roles import StaffRole
from tests.support.service.clinics import Clinic, Visitor

COPY = {"language": "en"}
MOVE = {"move": "accept", "words": ""}
ASKS: tuple[tuple[str, str, Action, Any], ...] = (
    ("GET", "/records/retention", Action.RECORDS_READ, None),
    ("PATCH", "/records/retention", Action.POLICIES_WRITE, {"lengths": {"log": 60}}),
    ("GET", "/records/holds", Action.RECORDS_READ, None),
    ("POST", "/records/holds", Action.RECORDS_KEEP, {"person": "pt_none", "reason": "A letter"}),
    ("POST", "/records/holds/{hold}/end", Action.HOLDS_END, None),
    ("GET", "/records/copies", Action.RECORDS_READ, None),
    ("POST", "/people/{person}/copies", Action.PEOPLE_EXPORT, COPY),
    ("GET", "/records/copies/{copy}/file", Action.PEOPLE_EXPORT, None),
    ("GET", "/records/corrections", Action.RECORDS_READ, None),
    ("POST", "/records/corrections/{correction}/answer", Action.RECORDS_KEEP, MOVE),
)
OWN: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/me/data", None),
    ("POST", "/me/data/copies", COPY),
    ("GET", "/me/data/copies/{copy}/file", None),
    ("POST", "/me/data/corrections", {"about": "name", "wrong": "a", "right": "b"}),
    ("POST", "/me/data/corrections/{correction}/withdraw", None),
    ("POST", "/me/data/corrections/{correction}/disagree", {"words": "No."}),
)
IDS = {"hold": "lh_none", "person": "pt_none", "copy": "dr_none", "correction": "cr_none"}


async def denied(visitor: Visitor, method: str, path: str, body: Any) -> bool:
    headers = {} if method == "GET" else {"if-match": '"1"'}
    answer = await visitor.send(method, path.format(**IDS), json=body, headers=headers)
    return bool(answer.status_code == 403 and answer.json().get("code") == "access.denied")


def test_every_route_is_tried() -> None:
    served = {
        (method, route.path)
        for router in RECORDS_ROUTERS
        for route in router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    assert served == {(method, path) for method, path, _, _ in ASKS} | {(each[0], each[1]) for each in OWN}


@pytest.mark.parametrize(("method", "path", "action", "body"), ASKS)
async def test_staff_may_what_their_roles_allow_and_clients_nothing(
    clinic: Clinic, client: httpx.AsyncClient, method: str, path: str, action: Action, body: Any
) -> None:
    callers: dict[StaffRole | PrincipalKind, Visitor] = {
        role: await clinic.sign_in(client, await clinic.staff(f"Staff {role}", role)) for role in StaffRole
    }
    callers[PrincipalKind.CLIENT] = await clinic.sign_in_client(client, await clinic.client("Zoe"))
    found = {caller: await denied(visitor, method, path, body) for caller, visitor in callers.items()}
    assert found == {caller: action not in PERMISSIONS[caller] for caller in callers}


@pytest.mark.parametrize(("method", "path", "body"), OWN)
async def test_what_is_ones_own_is_for_clients(
    clinic: Clinic, client: httpx.AsyncClient, method: str, path: str, body: Any
) -> None:
    owner = await clinic.sign_in(client, await clinic.staff("Olga Owner", StaffRole.OWNER))
    zoe = await clinic.sign_in_client(client, await clinic.client("Zoe"))
    assert await denied(owner, method, path, body)
    assert not await denied(zoe, method, path, body)
