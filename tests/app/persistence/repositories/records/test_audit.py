"""The audit trail on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.repositories.records.audit import AuditFilter
from app.persistence.unit_of_work import Database
from clinic.records.audit import BEGINNING, find_break
from tests.app.conftest import DATA_KEY
from tests.support.sign_in.accounts import HERE, THERE, add_clinic

NOW = datetime(2026, 3, 2, 9, 0, 0, 123_456, tzinfo=UTC)
RIVERA = Actor("pt_rivera", "si_1")


@pytest.fixture
async def store(database: Database) -> ClinicStore:
    """Five entries: three of Rivera in the morning, two of the system an hour later."""
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    await add_clinic(store, NOW)
    await add_clinic(store, NOW, THERE)
    async with store.write(HERE, RIVERA, NOW) as unit:
        unit.note("person.read", "pt_a")
        unit.note("person.change", "pt_a", "pt_b", fields="phone", count=2, sure=True, why=None)
        unit.note("person.read", "pt_b")
    async with store.write(HERE, Actor("system"), NOW + timedelta(hours=1)) as unit:
        unit.note("mail.sent", "pt_b")
        unit.note("person.read", "pt_a")
    return store


async def numbers(
    store: ClinicStore, wanted: AuditFilter, before: int | None = None, limit: int = 10
) -> list[int]:
    async with store.read(HERE, RIVERA, NOW) as unit:
        return [entry.number for entry in await unit.audit.find(wanted, before, limit)]


async def test_a_page_follows_the_number_before_it_and_is_whole(store: ClinicStore) -> None:
    async with store.read(HERE, RIVERA, NOW) as unit:
        first = await unit.audit.page(limit=2)
        second = await unit.audit.page(after=2, limit=2)
        rest = await unit.audit.page(after=4)
        assert await unit.audit.page(after=5) == []
    assert [one.entry.number for one in (*first, *second, *rest)] == [1, 2, 3, 4, 5]
    assert find_break(first, BEGINNING, 0) is None
    assert find_break(second, first[-1].seal, 2) is None
    assert find_break(rest, second[-1].seal, 4) is None
    assert find_break(rest, first[-1].seal, 4) == 5


async def test_an_entry_comes_back_as_it_was_noted(store: ClinicStore) -> None:
    async with store.read(HERE, RIVERA, NOW) as unit:
        entry = (await unit.audit.page())[1].entry
    assert (entry.clinic, entry.at, entry.actor, entry.sign_in) == (HERE, NOW, "pt_rivera", "si_1")
    assert (entry.action, entry.subjects) == ("person.change", ("pt_a", "pt_b"))
    assert entry.facts == {"fields": "phone", "count": 2, "sure": True, "why": None}


async def test_a_time_in_another_zone_is_the_same_moment_in_the_chain(store: ClinicStore) -> None:
    zoned = (NOW + timedelta(hours=2)).astimezone(timezone(timedelta(hours=-5)))
    async with store.write(HERE, RIVERA, zoned) as unit:
        unit.note("person.read", "pt_a")
    async with store.read(HERE, RIVERA, NOW) as unit:
        assert find_break(await unit.audit.page()) is None


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (AuditFilter(), [5, 4, 3, 2, 1]),
        (AuditFilter(actor="system"), [5, 4]),
        (AuditFilter(areas=("person",)), [5, 3, 2, 1]),
        (AuditFilter(subject="pt_b"), [4, 3, 2]),
        (AuditFilter(subject="pt_b", areas=("person",)), [3, 2]),
        (AuditFilter(since=NOW + timedelta(hours=1)), [5, 4]),
        (AuditFilter(until=NOW + timedelta(hours=1)), [3, 2, 1]),
        (AuditFilter(subject="pt_"), []),
        (AuditFilter(areas=("pers",)), []),
        (AuditFilter(areas=("mail", "couple")), [4]),
    ],
    ids=repr,
)
async def test_the_newest_entries_that_fit_come_first(
    store: ClinicStore, wanted: AuditFilter, expected: list[int]
) -> None:
    assert await numbers(store, wanted) == expected


async def test_a_search_goes_on_below_the_last_number(store: ClinicStore) -> None:
    assert await numbers(store, AuditFilter(), limit=2) == [5, 4]
    assert await numbers(store, AuditFilter(), before=4, limit=2) == [3, 2]
    assert await numbers(store, AuditFilter(subject="pt_b"), before=4, limit=1) == [3]


async def test_another_clinic_has_none_of_it(store: ClinicStore) -> None:
    async with store.read(THERE, RIVERA, NOW) as unit:
        assert await unit.audit.page() == []
        assert await unit.audit.find(AuditFilter(), None, 10) == []
