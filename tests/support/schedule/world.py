"""A clinic whose staff plan sessions over HTTP: three clinicians, a coordinator, clients and a couple."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import httpx

from app.persistence.repositories.people.licences import LicenceRecord
from app.runtime.ids import new_couple_id, new_licence_id
from clinic.common.ids import CoupleId, PersonId
from clinic.identity.roles import StaffRole
from clinic.people.couples import Cameras, CoupleUnit
from clinic.people.licences import Licence, LicenceType, Qualification
from tests.support.service.clinics import Clinic, Visitor

__all__ = ["MONDAY", "Json", "World", "build_world", "codes"]

Json = dict[str, Any]
MONDAY = "2025-12-01"
"""A week after the tests' now, which is Monday 24 November 2025, 11:00 in New York."""


@dataclass
class World:
    """The clinic and its people."""

    clinic: Clinic
    web: httpx.AsyncClient
    coordinator: Visitor
    dana: Visitor
    """A clinician who leads sessions."""
    elena: Visitor
    """Another one."""
    clients: list[PersonId]
    couple: CoupleId
    """The first two clients."""

    def body(self, **changed: Any) -> Json:
        """Return a session on Monday at nine, of Dana and the third client."""
        return {
            "title": "Process group",
            "kind": "group",
            "track": "group",
            "starts_local": f"{MONDAY}T09:00",
            "duration_min": 60,
            "attendees": [self.leader(), {"person": self.clients[2]}],
        } | changed

    def leader(self, who: Visitor | None = None, role: str = "facilitator") -> Json:
        return {"person": (who or self.dana).person, "role": role}

    def people(self, *members: PersonId) -> list[Json]:
        return [self.leader(), *({"person": each} for each in members)]

    async def plan(self, who: Visitor | None = None, **changed: Any) -> list[Json]:
        """Plan sessions and return them."""
        answer = await (who or self.coordinator).post("/appointments", self.body(**changed))
        assert answer.status_code == 201, answer.text
        sessions: list[Json] = answer.json()["appointments"]
        return sessions

    async def refusal(self, who: Visitor | None = None, **changed: Any) -> str:
        """Return the code with which a session is refused."""
        answer = await (who or self.coordinator).post("/appointments", self.body(**changed))
        assert answer.status_code >= 400, answer.text
        code: str = answer.json()["code"]
        return code

    async def get(self, session: Json, who: Visitor | None = None) -> Json:
        answer = await (who or self.coordinator).get(f"/appointments/{session['id']}")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def change(
        self, session: Json, body: Json, scope: str = "one", who: Visitor | None = None
    ) -> httpx.Response:
        path = f"/appointments/{session['id']}?scope={scope}"
        return await (who or self.coordinator).change("PATCH", path, body, session["version"])

    async def listed(self, first: str, last: str, who: Visitor | None = None, **query: str) -> list[Json]:
        """Return the sessions between two days, local to New York in winter."""
        answer = await (who or self.coordinator).get(
            "/appointments", **{"from": f"{first}T05:00:00Z", "to": f"{last}T05:00:00Z"}, **query
        )
        assert answer.status_code == 200, answer.text
        found: list[Json] = answer.json()["items"]
        return found

    async def license(self, person: PersonId, until: date = date(2030, 1, 1), state: str = "NY") -> None:
        """Give somebody a licence."""
        licence = Licence(state, LicenceType.PSYCHOLOGIST, "1234", until)
        async with self.clinic.store.write(self.clinic.id, self.clinic.actor, self.clinic.now) as unit:
            await unit.licences.add(LicenceRecord(new_licence_id(), person, licence))
            await unit.licences.put_qualifications(person, [Qualification.LICENSED_CLINICIAN])

    async def at(self, now: datetime) -> "World":
        """Return the same clinic at another time, its people signed in anew; the service's clock is the test's."""
        clinic = replace(self.clinic, now=now)
        return replace(
            self,
            clinic=clinic,
            coordinator=await clinic.sign_in(self.web, self.coordinator.person),
            dana=await clinic.sign_in(self.web, self.dana.person),
            elena=await clinic.sign_in(self.web, self.elena.person),
        )


async def build_world(clinic: Clinic, web: httpx.AsyncClient) -> World:
    """Put people into an empty clinic."""
    carl, dana, elena = [
        await clinic.sign_in(web, await clinic.staff(name, role))
        for name, role in (
            ("Carl Coordinator", StaffRole.CARE_COORDINATOR),
            ("Dana Rivera", StaffRole.CLINICIAN),
            ("Elena Brandt", StaffRole.CLINICIAN),
        )
    ]
    names = ("Ana Lopez", "Ben Okafor", "Cleo Marsh", "Dev Patel", "Eve Stone")
    clients = [await clinic.client(name) for name in names]
    unit = CoupleUnit(
        new_couple_id(),
        clinic.id,
        (clients[0], clients[1]),
        clinic.now - timedelta(days=30),
        None,
        Cameras.ONE,
    )
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as opened:
        await opened.couples.add(unit)
    world = World(clinic, web, carl, dana, elena, clients, unit.id)
    for each in (world.dana, world.elena):
        await world.license(each.person)
    return world


def codes(answer: httpx.Response) -> set[tuple[str, str]]:
    """Return the errors of a form that was refused: field and code."""
    assert answer.status_code == 422, answer.text
    return {(each["field"], each["code"]) for each in answer.json()["errors"]}
