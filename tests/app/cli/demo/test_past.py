"""The demo's past: groups that met, whose attendance is not all the same."""

from datetime import date, timedelta

from app.access.programme.attendance.counted import counted_between
from app.cli.demo.past import PAST, past_days
from app.cli.demo.programme import CLINIC, seed_programme
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from clinic.schedule.attendees import Role
from tests.app.conftest import DATA_KEY
from tests.support.service.programme import NOON


def test_the_past_is_before_today_and_no_longer_than_it_says() -> None:
    today = date(2026, 3, 4)
    days = list(past_days(today, [0, 2]))
    assert days == [today - timedelta(days=ago) for ago in (14, 9, 7, 2)]
    assert PAST == timedelta(days=14)


async def test_groups_met_and_people_came_in_different_ways(sqlite: Database) -> None:
    store = ClinicStore(sqlite, InstallationKey(DATA_KEY))
    await seed_programme(store, NOON)
    async with store.read(CLINIC, Actor("system"), NOON) as unit:
        held = [one for one in await counted_between(unit, NOON - PAST, NOON) if one.is_over]
    clients = [
        attended
        for one in held
        for person, attended in one.people.items()
        if one.roles[person] is Role.MEMBER
    ]
    assert len(held) > 15
    assert any(len(one.spans) > 1 for one in clients)
    assert any(one.private for one in clients)
    assert all(one.head_count > 0 for one in held)
