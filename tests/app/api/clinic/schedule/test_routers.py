"""Every request of the schedule and the programme in every role, and with ids of another clinic."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from app.api.clinic.programme.routers import PROGRAMME_ROUTERS
from app.api.clinic.schedule.routers import SCHEDULE_ROUTERS
from clinic.identity.roles import StaffRole
from tests.app.access.programme.weeks import add_cohort, add_program
from tests.support.schedule.world import MONDAY, Json, World
from tests.support.service.clinics import Visitor

PLANNERS = frozenset({"owner", "admin", "clinical_director", "care_coordinator"})
OVERSEERS = frozenset({"owner", "clinical_director"})
AT_WORK = PLANNERS | {"clinician"}
STAFF = AT_WORK | {"tech_host"}
CLIENT = frozenset({"client"})
EVERYBODY = STAFF | CLIENT | {"auditor"}
ROLES = sorted(EVERYBODY)
_SPAN = f"from={MONDAY}T00:00:00Z&to=2025-12-08T00:00:00Z"
_HOLIDAYS: Json = {"items": []}
_WEEK: Json = {
    "first_monday": MONDAY,
    "weeks": 1,
    "sessions": [{"session": 0, "title": "A", "staff": [{"person": "pt_x"}]}],
}
_COHORT: Json = {"name": "A", "track": "group", "admission": "rolling", "capacity": 8}
_EPISODE: Json = {"since": "2025-11-03", "level": "asam_1", "target_min": 60}


@dataclass(frozen=True)
class Request:
    """A request, and which roles may try it. Parts of paths and bodies in braces are ids of the clinic's things."""

    method: str
    path: str
    allowed: frozenset[str]
    body: Json | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    """Fields of the body that are ids."""

    def __str__(self) -> str:
        return f"{self.method} {self.path.partition('?')[0]}"


_INTERPRETER = {"name": "Marta", "language": "es", "email": "marta@example.org", "has_agreed": True}
REQUESTS = (
    Request("GET", f"/programme/week?monday={MONDAY}", OVERSEERS),
    Request("GET", f"/programme/week.csv?monday={MONDAY}", OVERSEERS),
    Request("GET", f"/appointments?{_SPAN}", STAFF | CLIENT),
    Request("POST", "/appointments", AT_WORK, {}, {"cohort": "cohort"}),
    Request("POST", "/appointments/check", AT_WORK, {}, {"cohort": "cohort"}),
    Request("GET", "/appointments/{appointment}", STAFF | CLIENT),
    Request("PATCH", "/appointments/{appointment}", AT_WORK, {"title": "B"}),
    Request("POST", "/appointments/{appointment}/cancel", AT_WORK),
    Request("POST", "/appointments/{appointment}/substitute", AT_WORK, {"out": "pt_a", "in": "pt_b"}),
    Request("POST", "/appointments/{appointment}/interpreters", AT_WORK, _INTERPRETER),
    Request("POST", "/appointments/{appointment}/enter", EVERYBODY),
    Request("GET", "/appointments/{appointment}/agenda", STAFF),
    Request("GET", "/appointments/{appointment}/agenda/previous", STAFF),
    Request("PUT", "/appointments/{appointment}/agenda", AT_WORK, {"items": []}),
    Request("POST", "/appointments/{appointment}/agenda/templates", AT_WORK, {"name": "A", "items": []}),
    Request("DELETE", "/appointments/{appointment}/agenda/templates/{agenda_template}", AT_WORK),
    Request("GET", "/today", STAFF),
    Request("GET", "/templates", STAFF),
    Request("POST", "/templates/couples_week/plan", PLANNERS, _WEEK, {"cohort": "cohort"}),
    Request("GET", "/holidays", STAFF),
    Request("PUT", "/holidays", PLANNERS, _HOLIDAYS),
    Request("GET", "/policies", AT_WORK),
    Request("GET", "/policies/{kind}", AT_WORK),
    Request("PUT", "/policies/{kind}", frozenset({"owner", "clinical_director"}), {"fields": {}}),
    Request("GET", "/settings", frozenset({"owner", "admin", "clinical_director"})),
    Request("PATCH", "/settings", frozenset({"owner", "admin"}), {}),
    Request("GET", "/levels", EVERYBODY),
    Request("POST", "/cohorts/import?dry_run=true", PLANNERS),
    Request("POST", "/memberships/import?dry_run=true", PLANNERS),
    Request("GET", "/programs", AT_WORK),
    Request("POST", "/programs", PLANNERS, {"name": "A", "level": "asam_1"}),
    Request("GET", "/programs/{program}", AT_WORK),
    Request("PATCH", "/programs/{program}", PLANNERS, {"name": "B"}),
    Request("GET", "/cohorts", AT_WORK),
    Request("POST", "/cohorts", PLANNERS, _COHORT, {"program": "program"}),
    Request("GET", "/cohorts/{cohort}", AT_WORK),
    Request("PATCH", "/cohorts/{cohort}", PLANNERS, {"name": "B"}),
    Request("GET", "/cohorts/{cohort}/members", AT_WORK),
    Request("POST", "/cohorts/{cohort}/members", PLANNERS, {"since": MONDAY}, {"person": "client"}),
    Request("DELETE", "/cohorts/{cohort}/members/{person}", PLANNERS),
    Request("GET", "/episodes", PLANNERS),
    Request("POST", "/episodes", PLANNERS, _EPISODE, {"client": "client", "program": "program"}),
    Request("PATCH", "/episodes/{episode}", PLANNERS, {"target_min": 90}),
    Request("GET", f"/people/{{person}}/week?monday={MONDAY}", STAFF),
    Request("GET", "/me/programme", CLIENT),
)


async def visitor(world: World, role: str) -> Visitor:
    """Return somebody in a role who has nothing to do with the sessions."""
    if role == "client":
        return await world.clinic.sign_in_client(world.web, world.clients[4])
    person = await world.clinic.staff(f"Some {role}", StaffRole(role))
    return await world.clinic.sign_in(world.web, person)


async def things(world: World) -> dict[str, str]:
    """Return the ids of one of each of a clinic's things."""
    program = await add_program(world)
    cohort = await add_cohort(world, program)
    (session,) = await world.plan()
    body = _EPISODE | {"client": world.clients[2], "program": program["id"]}
    episode = (await world.coordinator.post("/episodes", body)).json()
    return {
        "appointment": session["id"],
        "program": program["id"],
        "cohort": cohort["id"],
        "episode": episode["id"],
        "person": world.clients[2],
        "client": world.clients[3],
        "kind": "group",
        "agenda_template": "at_none",
    }


async def ask(world: World, request: Request, ids: Mapping[str, str], who: Visitor) -> tuple[int, Json]:
    body = request.body
    if body is not None:
        body = {**(world.body() if request.path.startswith("/appointments") and body == {} else body)}
        body |= {name: ids[thing] for name, thing in request.ids.items()}
    answer = await who.send(
        request.method, request.path.format(**ids), json=body, headers={"if-match": '"1"'}
    )
    is_json = "json" in answer.headers.get("content-type", "")
    content: Json = answer.json() if is_json else {}
    return answer.status_code, content


@pytest.mark.parametrize("role", ROLES)
async def test_who_may_try_which_request(world: World, role: str) -> None:
    ids, who = await things(world), await visitor(world, role)
    for request in REQUESTS:
        status, content = await ask(world, request, ids, who)
        denied = status == 403 and content["code"] == "access.denied"
        # Whoever plans for themselves alone is denied with the same code what is not theirs.
        own_only = role == "clinician" and request.path == "/appointments"
        assert (not denied) is (role in request.allowed) or own_only, (str(request), status, content)
        assert status < 500, str(request)


async def test_nobody_who_is_not_signed_in_may_try_any(world: World) -> None:
    ids, nobody = await things(world), Visitor(world.web, world.clients[0], "nobody")
    for request in REQUESTS:
        status, content = await ask(world, request, ids, nobody)
        assert (status, content["code"]) == (401, "sign_in.needed"), str(request)


async def test_another_clinics_ids_answer_like_unknown_ones(world: World, elsewhere: World) -> None:
    foreign = await things(elsewhere)
    unknown = {name: f"{value[:3]}unknown" for name, value in foreign.items()} | {"kind": "group"}
    director = await world.clinic.staff("Iris Director", StaffRole.OWNER, StaffRole.CLINICAL_DIRECTOR)
    who = await world.clinic.sign_in(world.web, director)
    asked = [each for each in REQUESTS if ("{" in each.path and "{kind}" not in each.path) or each.ids]
    assert len(asked) >= 18
    for request in asked:
        answers = [await ask(world, request, ids, who) for ids in (foreign, unknown)]
        assert answers[0] == answers[1], str(request)
        assert answers[0][0] == 404, (str(request), answers[0])


async def test_people_of_another_clinic_are_nobody_here(world: World, elsewhere: World) -> None:
    for field_, stranger in (("person", elsewhere.clients[2]), ("person", elsewhere.dana.person)):
        people = [world.leader(), {field_: stranger}]
        answer = await world.coordinator.post("/appointments", world.body(attendees=people))
        assert answer.json()["errors"] == [{"field": "attendees.1.person", "code": "schedule.person_unknown"}]


def test_every_route_is_in_the_table() -> None:
    routes = {
        (method, route.path)  # type: ignore[attr-defined]
        for router in (*PROGRAMME_ROUTERS, *SCHEDULE_ROUTERS)
        for route in router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    listed = {(each.method, each.path.partition("?")[0]) for each in REQUESTS}
    assert {(method, path.replace("{template}", "couples_week")) for method, path in routes} == listed
