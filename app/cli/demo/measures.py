"""A few weeks of the demo's measures: what is asked, what some clients have answered, and sessions that were held."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from app.access.programme.measures.catalogue import shipped
from app.access.programme.measures.plans import add_plan
from app.live.planned.plans import plan_room
from app.live.room_setup import build_setup
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.live.room_rows import RoomRowsRepository
from app.persistence.repositories.schedule.records import Appointment
from app.runtime.ids import new_response_id, new_seat_id
from clinic.common.ids import AppointmentId, CohortId, PersonId, ProgramId
from clinic.identity.access import Principal
from clinic.measures.instruments import PULSE, Answers
from clinic.measures.plans import Plan, Rhythm
from clinic.measures.responses import Draft, State
from clinic.measures.scoring import score
from rooms.model.events import (
    Event,
    PresenceBegan,
    PresenceEnded,
    ProtocolStarted,
    Recorded,
    RoomEnded,
    RoomLive,
)
from rooms.model.ids import RoomId
from rooms.rules.protocols.catalog import CATALOG

__all__ = ["HELD", "MeasuresDemo"]

_CALM: Final = tuple(key for key, rules in CATALOG.items() if not rules.emergency)
HELD: Final = tuple(
    (days, _CALM[start : start + 1 + start % 3]) for start, days in enumerate((16, 14, 9, 7, 4, 2))
)
"""How many days ago the morning group met, and what it did."""
_WEEKS: Final = (17, 10, 3)
"""How many days ago the weekly questions were answered."""
_LASTS: Final = timedelta(minutes=75)


class MeasuresDemo:
    """Fills one clinic's unit.

    Args:
        owner: In whose name it is planned.
    """

    def __init__(self, unit: ClinicUnit, owner: Principal) -> None:
        self._unit = unit
        self._owner = owner

    async def ask(self, program: ProgramId, cohort: CohortId) -> None:
        """Plan what is asked: the weekly questions are due today."""
        today = self._unit.now.astimezone(self._unit.zone).date()
        weekly = Plan("", "phq9", Rhythm.WEEKLY, 1, today.weekday(), program, None, today)
        for plan in (
            weekly,
            replace(weekly, instrument="gad7"),
            Plan("", PULSE, Rhythm.SESSION, 1, None, None, cohort, today),
        ):
            await add_plan(self._unit, self._owner, plan)

    async def answer(self, clients: Sequence[PersonId]) -> None:
        """Let clients have answered every week, each in their own way, most of them a little better over time."""
        for week, days in enumerate(_WEEKS):
            at = self._unit.now - timedelta(days=days)
            for number, client in enumerate(clients):
                for key, items in (("phq9", 9), ("gad7", 7)):
                    heavy = max(0, 13 - 3 * week + (number * 5) % 9 - 4)
                    answers = tuple((heavy + place) // items % 4 for place in range(items - 1))
                    # Nobody has thought of dying.
                    await self._sent(client, key, at.date().isoformat(), (*answers, 0), at)

    async def hold(self, appointment: AppointmentId, protocols: Sequence[str], better: int) -> None:
        """Let a planned session have been held, with everybody there, and let them have said how it was."""
        found = await self._unit.appointments.find(appointment)
        plan = await plan_room(self._unit, appointment)
        assert found is not None, "it was planned in this transaction"
        assert plan is not None, "as before"
        setup = build_setup(plan.session, None, new_seat_id)
        rows = RoomRowsRepository(self._unit.session, self._unit.clinic.id)
        await rows.keep(setup, found.opens, found.ends, frozenset())
        leader = next(each.id for each in setup.people.values() if each.role.value == "facilitator")
        events: list[tuple[datetime, Event]] = [(found.begins, RoomLive())]
        events += [(found.begins, PresenceBegan(each, setup.seat_of(each), False)) for each in setup.people]
        events += [
            (found.begins + timedelta(minutes=5 + 20 * place), ProtocolStarted(place + 1, each, leader, {}))
            for place, each in enumerate(protocols)
        ]
        events += [(found.ends, PresenceEnded(each)) for each in setup.people]
        events.append((found.ends, RoomEnded(leader)))
        records = [Recorded(place, at.timestamp(), event) for place, (at, event) in enumerate(events, 1)]
        await self._unit.journal.add(RoomId(appointment), records)
        await self._pulse(found, better)

    async def _pulse(self, session: Appointment, better: int) -> None:
        members = [each.person for each in session.people if each.role.value == "member"]
        for number, client in enumerate(members):
            base = 4 + better + number % 3
            answers = (min(10, base), min(10, base + number % 2), min(10, base + 2), min(10, base + 1))
            await self._sent(
                client, PULSE, session.id, answers, session.ends + timedelta(hours=1), session.id
            )

    async def _sent(
        self,
        client: PersonId,
        key: str,
        due: str,
        answers: Answers,
        at: datetime,
        session: AppointmentId | None = None,
    ) -> None:
        begun = Draft(new_response_id(), client, key, 1, due, session, State.DRAFT, at, answers)
        await self._unit.measures.begin(begun)
        sent = replace(begun, state=State.SENT, revision=2)
        await self._unit.measures.keep(sent, at, score(shipped()[key, 1], answers))
