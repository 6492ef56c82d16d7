"""A few weeks of the demo's measures: what is asked, what some clients have answered, and how sessions were for them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from app.access.programme.measures.catalogue import shipped
from app.access.programme.measures.plans import add_plan
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Appointment
from app.runtime.ids import new_response_id
from clinic.common.ids import AppointmentId, CohortId, PersonId, ProgramId
from clinic.identity.access import Principal
from clinic.measures.instruments import PULSE, Answers
from clinic.measures.plans import Plan, Rhythm
from clinic.measures.responses import Draft, State
from clinic.measures.scoring import score
from rooms.rules.protocols.catalog import CATALOG

__all__ = ["MeasuresDemo", "protocols_of"]

_CALM: Final = tuple(key for key, rules in CATALOG.items() if not rules.emergency)
_WEEKS: Final = (17, 10, 3)
"""How many days ago the weekly questions were answered."""


def protocols_of(number: int) -> tuple[str, ...]:
    """Return what a group did in its session of this number."""
    start = number % len(_CALM)
    return _CALM[start : start + 1 + number % 3]


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

    async def pulse(self, session: Appointment, better: int) -> None:
        """Let those who were invited have said how a session was, a little better each time."""
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
