"""How ready the clients of a session are, worked out from what is stored, and told to the room that runs.

Nothing is kept in memory but which rooms have to be told: whoever opens a room, or changes a fact, names the room here,
and it is told everything anew. Until then a room keeps everybody out of whom it knows nothing.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Final

from app.live.planned.clearances import uncleared
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit, ClinicUnknown
from app.persistence.encryption import KeysUnusable
from app.persistence.repositories.live.sessions import SessionRecord, SessionRepository
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from clinic.ids import AppointmentId, ClinicId
from clinic.ids import PersonId as ClinicPersonId
from clinic.people.licences import Credentials
from clinic.safety.licence_match import LicenceMatch, match_licences
from clinic.safety.places import Place
from clinic.safety.preparation import Entry, Known, SurroundingsSaid, fold
from clinic.safety.readiness import Facts, Standing, judge
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, RoomId
from rooms.model.people import Readiness, Role, RoomSetup
from rooms.model.policy.policy import FacilitatorRule
from rooms.runtime.ports import Clock
from rooms.runtime.registry import RoomRegistry

__all__ = ["AGAIN_S", "ReadinessReports", "known_of", "standings"]

_log = logging.getLogger(__name__)
AGAIN_S: Final = 2.0
"""How long until a room that could not be told is told again."""
_LEADING: Final = frozenset({Role.FACILITATOR, Role.CO_FACILITATOR})
_NO_LICENCE: Final = frozenset({FacilitatorRule.LICENSED_OR_EDUCATOR, FacilitatorRule.HOST})
"""Rules under which somebody without a licence may lead: these rooms teach or keep company, and treat nobody."""


def known_of(person: ClinicPersonId, setup: RoomSetup, entries: Sequence[Entry]) -> Known:
    """Return what counts about somebody; what is said of the room around a shared camera counts for both."""
    seat = setup.seats[setup.seat_of(PersonId(person))]
    beside = {ClinicPersonId(each) for each in seat.occupants} - {person}
    return fold(
        person,
        [
            entry
            for entry in entries
            if entry.person == person
            or (entry.person in beside and entry.seat == seat.id and isinstance(entry.said, SurroundingsSaid))
        ],
    )


async def standings(unit: ClinicUnit, setup: RoomSetup) -> dict[PersonId, Standing]:
    """Return how ready each client of a session is."""
    session = AppointmentId(setup.id)
    members = [ClinicPersonId(each.id) for each in setup.people.values() if each.role is Role.MEMBER]
    leaders = [ClinicPersonId(each.id) for each in setup.people.values() if each.role in _LEADING]
    entries = await unit.preparations.of_session(session)
    known = {person: known_of(person, setup, entries) for person in members}
    last = await unit.preparations.last_places([each for each in members if known[each].place], session)
    credentials = list((await unit.licences.credentials(leaders)).values())
    waiting = await uncleared(unit, setup)
    found = {}
    for person in members:
        facts = Facts(
            asks=setup.policy.location_each_session,
            known=known[person],
            match=_match(unit, setup, known[person].place, credentials),
            last=last[person][0] if person in last else None,
            cleared=person not in waiting,
        )
        found[PersonId(person)] = judge(facts)
    return found


def _match(
    unit: ClinicUnit, setup: RoomSetup, place: Place | None, leaders: Sequence[Credentials]
) -> LicenceMatch | None:
    if setup.policy.facilitator in _NO_LICENCE:
        return None
    today = unit.now.astimezone(unit.zone).date()
    return match_licences(leaders, place.state if place else "", today)


class ReadinessReports:
    """Tells rooms how ready their clients are, while ``run`` runs.

    Args:
        store: The clinics' storage.
        clock: The time of day.
    """

    def __init__(self, store: ClinicStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._due: dict[RoomId, None] = {}
        """Rooms that have to be told, each once, in order; at most as many as there are rooms."""
        self._woken = asyncio.Event()

    def due(self, room: RoomId) -> None:
        """Have the room told: it opens, or a fact about one of its people has changed."""
        self._due[room] = None
        self._woken.set()

    async def run(self, rooms: RoomRegistry) -> None:
        """Tell rooms until cancelled. A room that cannot be told now is told a little later."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            later = []
            while self._due:
                room = next(iter(self._due))
                del self._due[room]
                if not await self._told(rooms, room):
                    later.append(room)
            if later:
                await asyncio.sleep(AGAIN_S)
                for room in later:
                    self.due(room)

    async def _told(self, rooms: RoomRegistry, room: RoomId) -> bool:
        try:
            await self._tell(rooms, room)
        except (StorageUnavailable, WriteConflict):
            _log.warning("readiness.storage_unavailable", extra={"room": room})
            return False
        except Refused as refused:
            return refused.code == "room.ended"
        except (ClinicUnknown, KeysUnusable) as error:
            # Everybody stays out: that is seen, and an operator has to mend it.
            _log.error("readiness.unreadable", extra={"room": room, "reason": type(error).__name__})
        return True

    async def _tell(self, rooms: RoomRegistry, room: RoomId) -> None:
        actor = await rooms.running(room)
        if actor is None:
            return
        for person, standing in (await self._standings(room)).items():
            readiness = Readiness(standing.todo, standing.holds, standing.notes)
            try:
                await actor.do(cmd.ReportReadiness(person, readiness))
            except Refused as refused:
                # Somebody new whom the room learns of when it is opened again, which has it told again.
                if refused.code != "person.unknown":
                    raise

    async def _standings(self, room: RoomId) -> Mapping[PersonId, Standing]:
        record, setup = await self._find(room)
        if record is None or setup is None or not setup.checks:
            return {}
        now = to_datetime(self._clock.now())
        async with self._store.read(ClinicId(record.clinic), Actor("system"), now) as unit:
            return await standings(unit, setup)

    async def _find(self, room: RoomId) -> tuple[SessionRecord | None, RoomSetup | None]:
        async with self._store.database.transaction(writes=False) as session:
            sessions = SessionRepository(session)
            return await sessions.find(room), await sessions.setup(room)
