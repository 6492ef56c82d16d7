"""Series come back as they were, on both databases."""

from dataclasses import replace
from datetime import date

from app.persistence.clinic_store import ClinicStore
from app.persistence.repositories.schedule.records import SeriesRecord
from clinic.common.ids import PersonId, SeriesId
from clinic.people.merge import Pair
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.recurrence.edits import Plan
from clinic.schedule.recurrence.rules import Frequency, SeriesRule
from clinic.schedule.recurrence.series import Override
from tests.clinic.clock_changes import local
from tests.support.schedule.planned import (
    ANA,
    BEN,
    DANA,
    ELENA,
    RECORD,
    SERIES,
    THERE,
    unit_of,
)

OVERRIDE = Override(
    local("2026-01-07T09:00"),
    local("2026-01-07T10:00"),
    None,
    45,
    added=(Attendee(BEN),),
    removed=frozenset({ANA}),
)


async def stored(store: ClinicStore, series: SeriesId = SERIES.id) -> SeriesRecord:
    async with unit_of(store) as unit:
        return (await unit.series.find([series]))[series]


async def test_a_series_comes_back_with_rule_people_and_overrides(store: ClinicStore) -> None:
    until = replace(SERIES, id=SeriesId("sr_2"), rule=SeriesRule(Frequency.WEEKLY, until=date(2026, 7, 6)))
    single = replace(SERIES, id=SeriesId("sr_3"), rule=None, second=True)
    records = [
        replace(RECORD, plan=Plan(SERIES, (OVERRIDE,))),
        replace(RECORD, plan=Plan(until)),
        replace(RECORD, plan=Plan(single), cameras={}),
    ]
    async with unit_of(store) as unit:
        await unit.series.add(records)
    assert [await stored(store, each.plan.series.id) for each in records] == records


async def test_a_changed_series_has_the_next_version(store: ClinicStore) -> None:
    async with unit_of(store) as unit:
        await unit.series.add([RECORD])
        await unit.series.change(replace(RECORD, plan=Plan(replace(SERIES, length_min=90))))
    found = await stored(store)
    assert (found.version, found.plan.series.length_min) == (2, 90)


async def test_another_clinics_series_is_neither_found_nor_changed(store: ClinicStore) -> None:
    async with unit_of(store) as unit:
        await unit.series.add([RECORD])
    async with unit_of(store, THERE) as unit:
        assert await unit.series.find([SERIES.id]) == {}
        await unit.series.change(replace(RECORD, plan=Plan(replace(SERIES, length_min=90))))
    assert await stored(store) == RECORD


async def test_when_two_records_become_one_every_series_names_the_kept_one(store: ClinicStore) -> None:
    other = Attendee(ELENA, Role.INTERPRETER, serves=ANA)
    series = replace(SERIES, people=(*SERIES.people, Attendee(BEN), other))
    untouched = replace(SERIES, id=SeriesId("sr_2"), people=(Attendee(DANA, Role.FACILITATOR),))
    async with unit_of(store) as unit:
        await unit.series.add([replace(RECORD, plan=Plan(series, (OVERRIDE,)))])
        await unit.series.add([replace(RECORD, plan=Plan(untouched), cameras={})])
        await unit.series.merge(Pair(PersonId("pt_kept"), ANA))
    found = await stored(store)
    assert [each.person for each in found.plan.series.people] == [DANA, "pt_kept", BEN, ELENA]
    assert found.plan.series.people[-1].serves == "pt_kept"
    assert found.plan.overrides[0].removed == {"pt_kept"}
    assert found.cameras == {"pt_kept": 1}
    assert (await stored(store, untouched.id)).version == 1
