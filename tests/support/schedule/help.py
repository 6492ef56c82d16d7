"""Help signals for tests: a clinic with people on call, and a room's records as its actor would append them."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from clinic.common.ids import AppointmentId, PersonId
from clinic.identity.roles import StaffRole
from clinic.safety.escalation import Outcome
from rooms.model.events import Event, Recorded
from rooms.model.ids import PersonId as RoomPersonId
from rooms.model.ids import RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.kinds import policy_for
from rooms.model.policy.policy import RoomKind
from tests.support.service.clinics import Clinic

__all__ = ["ALONE", "SHARED", "FakeRooms", "HelpScene", "open_scene"]

ALONE, SHARED, STAFF = SeatId("se_alone"), SeatId("se_shared"), SeatId("se_staff")


@dataclass
class FakeRooms:
    """Implements ``AlertedRooms``: whether somebody leads, whether the room runs, and what it was told."""

    led: bool = True
    runs: bool = True
    told: list[tuple[str, Outcome]] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def is_led(self, room: AppointmentId) -> bool:
        return self.led

    async def tell(self, room: AppointmentId, seat: str, outcome: Outcome) -> bool:
        if self.runs:
            self.told.append((seat, outcome))
            self.heard.set()
        return self.runs


@dataclass
class HelpScene:
    """A clinic with a session: a therapist, a client alone, and a couple on one camera."""

    clinic: Clinic
    therapist: PersonId
    client: PersonId
    couple: tuple[PersonId, PersonId]
    on_call: list[PersonId]
    director: PersonId
    session: RoomId
    _position: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def store(self) -> ClinicStore:
        return self.clinic.store

    async def record(self, event: Event, at: float) -> None:
        """Append an event to the room's log, as the room's journal does."""
        await self.store.database.append([(self.session, [Recorded(next(self._position), at, event)])])

    async def choose(self, *people: PersonId, webhook: dict[str, str] | None = None, note: str = "") -> None:
        """Let these people be on call."""
        async with self.store.write(self.clinic.id, Actor("operator"), self.clinic.now) as unit:
            sealed = webhook and {
                "url": webhook["url"],
                "secret": unit.keys.seal("clinics.on_call_secret", unit.clinic.id, webhook["secret"]),
            }
            chosen = {"people": list(people), "webhook": sealed, "note": note}
            await unit.clinics.change(
                unit.clinic.id,
                unit.clinic.version,
                name=unit.clinic.name,
                time_zone=unit.clinic.time_zone,
                settings={**unit.clinic.settings, "on_call": chosen},
            )


async def open_scene(clinic: Clinic, opens: float, session: str = "ss_help") -> HelpScene:
    """Put people and an open session into a clinic."""
    therapist = await clinic.staff("Thea Berg", StaffRole.CLINICIAN)
    first = await clinic.staff("Omar First", StaffRole.CLINICIAN)
    second = await clinic.staff("Sue Second", StaffRole.CARE_COORDINATOR)
    director = await clinic.staff("Dora Director", StaffRole.CLINICAL_DIRECTOR)
    client = await clinic.client("Ana Lopez")
    couple = (await clinic.client("Elena Ruiz"), await clinic.client("Finn Ruiz"))
    scene = HelpScene(clinic, therapist, client, couple, [first, second], director, RoomId(session))
    await _seat(clinic.store.database, scene, to_datetime(opens))
    await scene.choose(first, second)
    return scene


async def _seat(database: Database, scene: HelpScene, opens: datetime) -> None:
    def person(one: PersonId, role: Role) -> Person:
        return Person(RoomPersonId(one), "Somebody", role, licensed=role is Role.FACILITATOR)

    people = [person(scene.therapist, Role.FACILITATOR)]
    people += [person(one, Role.MEMBER) for one in (scene.client, *scene.couple)]
    seats = [
        Seating(STAFF, (RoomPersonId(scene.therapist),)),
        Seating(ALONE, (RoomPersonId(scene.client),)),
        Seating(SHARED, tuple(RoomPersonId(one) for one in scene.couple)),
    ]
    setup = RoomSetup(
        scene.session,
        "Session",
        policy_for(RoomKind.MULTI_COUPLE, {}),
        {one.id: one for one in people},
        {seat.id: seat for seat in seats},
    )
    async with database.write() as unit:
        await unit.sessions.add(scene.clinic.id, setup, opens, opens.replace(hour=23))
