"""The routes of follow-up tasks and of who left how: each is described, and the table says who is let in."""

import httpx
import pytest

from app.api.clinic.safety import departures, follow_ups
from clinic.identity.access import PERMISSIONS, Action, PrincipalKind
from clinic.identity.roles import StaffRole
from tests.support.service.clinics import Clinic, Visitor

ASKS = (
    ("GET", "/follow-ups", None),
    ("GET", "/follow-ups/waiting", None),
    ("PATCH", "/follow-ups/{follow_up}", {"outcome": "reached"}),
    ("GET", "/appointments/{appointment}/departures", None),
    ("POST", "/appointments/{appointment}/hand-over", None),
)


def test_every_route_is_tried() -> None:
    served = {
        (method, route.path)
        for route in (*follow_ups.router.routes, *departures.router.routes)
        for method in route.methods  # type: ignore[attr-defined]
    }
    assert served == {(method, path) for method, path, _ in ASKS}


async def test_every_route_is_described_with_its_answers(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/v1/openapi.json")).json()
    for method, path, _ in ASKS:
        described = document["paths"][path][method.lower()]
        assert described["summary"], path
        assert {"401", "403", "503"} <= described["responses"].keys(), path


@pytest.mark.parametrize(("method", "path", "body"), ASKS)
async def test_whoever_may_not_is_denied(
    clinic: Clinic, client: httpx.AsyncClient, method: str, path: str, body: object
) -> None:
    callers: dict[StaffRole | PrincipalKind, Visitor] = {
        role: await clinic.sign_in(client, await clinic.staff(f"Staff {role}", role)) for role in StaffRole
    }
    callers[PrincipalKind.CLIENT] = await clinic.sign_in_client(client, await clinic.client("Zoe"))
    denied = {}
    for caller, visitor in callers.items():
        answer = await visitor.send(
            method,
            path.format(follow_up="fu_unknown", appointment="ss_unknown"),
            json=body,
            headers={"if-match": '"1"'},
        )
        denied[caller] = (answer.status_code, answer.json().get("code")) == (403, "access.denied")
        assert denied[caller] or answer.status_code in (200, 404)
    assert denied == {caller: Action.CARE_TEAM_READ not in PERMISSIONS[caller] for caller in callers}


async def test_strangers_and_other_pages_are_refused(clinic: Clinic, client: httpx.AsyncClient) -> None:
    stranger = Visitor(client, "pt_none", "no secret at all")  # type: ignore[arg-type]
    for method, path, body in ASKS:
        answer = await stranger.send(method, path.format(follow_up="fu_1", appointment="ss_1"), json=body)
        assert answer.json()["code"] == "sign_in.needed"
    director = await clinic.sign_in(client, await clinic.staff("Iris", StaffRole.CLINICAL_DIRECTOR))
    client.headers["origin"] = "https://elsewhere.example"
    answer = await director.change("PATCH", "/follow-ups/fu_1", {"outcome": "reached"}, 1)
    assert answer.json()["code"] == "request.foreign_origin"
