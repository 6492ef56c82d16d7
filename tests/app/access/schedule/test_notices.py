"""Whom a change of sessions is told to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import cast

from app.access.mail.appointments import Meeting
from app.access.schedule.notices import tell
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Expected
from clinic.schedule.states import Status
from tests.support.schedule.planned import ANA, BEN, DANA, at

UNIT = cast(ClinicUnit, None)
"""The recorder does not look at it."""


class Recorder:
    def __init__(self) -> None:
        self.told: list[tuple[str, list[tuple[str, tuple[str, ...]]]]] = []

    async def planned(self, unit: ClinicUnit, meetings: Sequence[Meeting]) -> None:
        self._note("planned", meetings)

    async def moved(self, unit: ClinicUnit, meetings: Sequence[Meeting]) -> None:
        self._note("moved", meetings)

    async def cancelled(self, unit: ClinicUnit, meetings: Sequence[Meeting]) -> None:
        self._note("cancelled", meetings)

    def _note(self, what: str, meetings: Sequence[Meeting]) -> None:
        self.told.append((what, [(each.time.id, tuple(each.people)) for each in meetings]))


async def test_all_sessions_of_a_change_are_told_in_one_call_of_each_kind() -> None:
    recorder = Recorder()
    new = [at(5), at(7), replace(at(9), status=Status.CANCELLED)]
    later = replace(at(12), begins=at(12).begins + timedelta(hours=1))
    with_ben = replace(later, people=(Expected(DANA), Expected(BEN)))
    pairs = [
        (at(12), with_ben),
        (at(14), replace(at(14), status=Status.CANCELLED)),
        (replace(at(16), status=Status.CANCELLED), at(16)),
    ]
    await tell(recorder, UNIT, new, pairs)
    both = (ANA, DANA)
    assert recorder.told == [
        ("planned", [("ss_5", both), ("ss_7", both), ("ss_12", (BEN,)), ("ss_16", both)]),
        ("moved", [("ss_12", (DANA,))]),
        ("cancelled", [("ss_12", (ANA,)), ("ss_14", both)]),
    ]


async def test_a_change_that_concerns_nobody_is_told_to_nobody() -> None:
    recorder = Recorder()
    quiet = replace(at(5), content=replace(at(5).content, title="Other"), version=2)
    await tell(recorder, UNIT, [], [(at(5), quiet)])
    assert recorder.told == []
