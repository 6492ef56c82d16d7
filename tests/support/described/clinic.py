"""A clinic in which every kind of thing exists, and the callers who ask for them."""

from dataclasses import dataclass
from typing import Any

import httpx

from clinic.identity.access import PrincipalKind
from clinic.identity.roles import StaffRole
from tests.support.schedule.world import World, build_world
from tests.support.service.clinics import Clinic, Visitor

__all__ = ["Callers", "find_callers", "fill"]


@dataclass(frozen=True)
class Callers:
    """Who asks."""

    world: World
    owner: Visitor
    therapist: Visitor
    client: Visitor

    def of(self, who: str) -> Visitor | None:
        """Return a caller by name; None is a stranger."""
        found: Visitor | None = getattr(self, who, None)
        return found

    async def sign_in_again(self, who: Visitor) -> str:
        """Sign somebody in anew; return the secret."""
        kind = PrincipalKind.CLIENT if who is self.client else PrincipalKind.STAFF
        return (await self.world.clinic.sign_in(who.web, who.person, kind)).secret


async def find_callers(clinic: Clinic, web: httpx.AsyncClient) -> Callers:
    """Put people into an empty clinic and sign those in who ask. Nobody of them is in what others are tried on."""
    world = await build_world(clinic, web)
    roles = (StaffRole.OWNER, StaffRole.CLINICAL_DIRECTOR)
    return Callers(
        world,
        await clinic.sign_in(web, await clinic.staff("Olga Owner", *roles)),
        await clinic.sign_in(web, await clinic.staff("Tara Therapist", StaffRole.CLINICIAN)),
        await clinic.sign_in_client(web, await clinic.client("Cora Client", email="cora@example.org")),
    )


async def fill(callers: Callers) -> dict[str, list[str]]:
    """Let one thing of every kind exist; return the ids by the names of parameters and fields."""
    world, owner = callers.world, callers.owner

    async def add(path: str, body: Any) -> Any:
        answer = await owner.post(path, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    program = (await add("/programs", {"name": "Evening IOP", "level": "asam_2_1"}))["id"]
    cohort = (
        await add(
            "/cohorts",
            {"program": program, "name": "Monday", "track": "group", "admission": "rolling", "capacity": 8},
        )
    )["id"]
    client, other = world.clients[2], world.clients[3]
    episode = await add(
        "/episodes",
        {"client": client, "program": program, "since": "2025-11-01", "level": "asam_2_1", "target_min": 540},
    )
    sessions = await world.plan()
    licence = await add(
        f"/people/{world.elena.person}/licences",
        {"state": "VT", "type": "psychologist", "number": "77", "expires": "2030-01-01"},
    )
    assignment = await add(
        "/assignments",
        {
            "clinician": world.elena.person,
            "role": "individual_therapist",
            "since": "2025-11-01T00:00:00Z",
            "client": client,
        },
    )
    signed = await callers.client.post("/me/agreements", {"version": "dv_agreement-1", "language": "en"})
    assert signed.status_code == 201, signed.text
    webhook = await add("/webhooks", {"url": "https://hooks.clinic.example/", "kinds": ["consent.given"]})
    tested = await owner.post(f"/webhooks/{webhook['id']}/test")
    assert tested.status_code == 204, tested.text
    deliveries = (await owner.get(f"/webhooks/{webhook['id']}/deliveries")).json()["items"]
    people = [str(one) for one in (*world.clients, world.dana.person, world.elena.person)]
    return {
        "person": people,
        "client": [client, other],
        "first": [client],
        "second": [other],
        "keep": [client],
        "drop": [world.clients[4]],
        "clinician": [world.dana.person, world.elena.person],
        "couple": [world.couple],
        "program": [program],
        "cohort": [cohort],
        "episode": [episode["id"]],
        "appointment": [each["id"] for each in sessions],
        "licence": [licence["id"]],
        "assignment": [assignment["id"]],
        "webhook": [webhook["id"]],
        "delivery": [each["id"] for each in deliveries],
        "template": ["couples_week"],
        "document": ["agreement", "telehealth-CA"],
        "agreement": [signed.json()["id"]],
        "version": ["dv_agreement-1"],
        "If-Match": ['"1"'],
    }
