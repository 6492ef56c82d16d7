"""A morning that is over: two hours of a group that Dana led, with a couple on one camera, and Cleo."""

from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from clinic.common.ids import AppointmentId, PersonId
from clinic.identity.roles import StaffRole
from tests.support.databases.built_once import BuiltOnce
from tests.support.schedule.afterwards.attended import hold
from tests.support.schedule.world import World
from tests.support.service.clinics import Visitor

__all__ = ["Morning", "morning"]


@dataclass
class Morning:
    """The session, from 8:30 to 10:30, in the world; it is 11:00."""

    world: World
    id: AppointmentId

    @property
    def ana(self) -> PersonId:
        return self.world.clients[0]

    @property
    def ben(self) -> PersonId:
        return self.world.clients[1]

    @property
    def cleo(self) -> PersonId:
        return self.world.clients[2]

    async def director(self, web: httpx.AsyncClient) -> Visitor:
        person = await self.world.clinic.staff("Iris Director", StaffRole.CLINICAL_DIRECTOR)
        return await self.world.clinic.sign_in(web, person)

    def at(self, minutes: int) -> str:
        """The moment so many minutes after its beginning."""
        begins = self.world.clinic.now - timedelta(minutes=150)
        return (begins + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def correction(self, *spans: tuple[int, int], **more: object) -> dict[str, object]:
        present = [{"begins_at": self.at(since), "ends_at": self.at(until)} for since, until in spans]
        return {"spans": present, "reason": "fault", **more}


@pytest.fixture
async def morning(world: World, built_once: BuiltOnce) -> Morning:
    clinic = world.clinic
    ana, ben, cleo = world.clients[:3]
    people = {world.dana.person: "facilitator", ana: "member", ben: "member", cleo: "member"}

    async def make() -> AppointmentId:
        async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
            return await hold(
                unit,
                "morning",
                clinic.now - timedelta(minutes=150),
                120,
                people,
                {
                    world.dana.person: [(-10, 120)],
                    ana: [(0, 120)],
                    cleo: [(5, 40), (40.5, 60), (60, 80, True), (80, 110)],
                },
                shared=[(ana, ben)],
            )

    return Morning(world, await built_once.step("morning", make))
