import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.access.records import purging
from app.access.records.purging import Purge
from app.auth.one_time import make_secret
from app.persistence.models.identity import OneTimeLinkRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.unit_of_work import Database, StorageUnavailable
from clinic.ids import AppointmentId, ClinicId, PersonId
from clinic.safety.preparation import PlaceSaid
from tests.app.mail.outbox import Clock
from tests.clinic.safety.people_there import RIVER_STREET
from tests.support.mail.clinic import ASHA, HERE, SYSTEM, THERE, MailClinic, open_mail_clinic

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=31)
ELSEWHERE = "pt_elsewhere"


@pytest.fixture
async def clinic(database: Database) -> MailClinic:
    clinic = await open_mail_clinic(database, LONG_AGO)
    await clinic.add_person(ASHA, LONG_AGO)
    await clinic.add_person(ELSEWHERE, LONG_AGO, clinic=THERE)  # type: ignore[arg-type]
    return clinic


async def add_links(clinic: MailClinic, place: ClinicId, count: int, expired: datetime = LONG_AGO) -> None:
    async with clinic.store.write(place, SYSTEM, LONG_AGO) as unit:
        unit.session.add_all(
            OneTimeLinkRow(
                id=f"ln_{place}_{expired:%d}_{number}",
                clinic_id=place,
                person_id=ASHA if place == HERE else ELSEWHERE,
                secret_hash=make_secret().hashed,
                purpose="invitation",
                made_at=LONG_AGO,
                expires_at=expired,
            )
            for number in range(count)
        )


async def links_left(clinic: MailClinic, place: ClinicId) -> int:
    async with clinic.store.read(place, SYSTEM, NOW) as unit:
        query = select(func.count()).select_from(OneTimeLinkRow).where(OneTimeLinkRow.clinic_id == place)
        return int(await unit.session.scalar(query) or 0)


async def test_every_clinics_old_rows_go_and_no_others(clinic: MailClinic) -> None:
    await add_links(clinic, HERE, 2)
    await add_links(clinic, HERE, 1, expired=NOW)
    await add_links(clinic, THERE, 1)
    assert not await Purge(clinic.store, Clock(NOW)).purge(NOW)
    assert (await links_left(clinic, HERE), await links_left(clinic, THERE)) == (1, 0)


async def test_where_people_were_goes_after_the_years_that_the_clinic_chose(clinic: MailClinic) -> None:
    session = AppointmentId("ss_long_ago")
    async with clinic.store.write(HERE, SYSTEM, LONG_AGO) as unit:
        row = SessionRow(id=session, clinic_id=HERE, title="Group", kind="group", policy={})
        row.opens_at, row.closes_at = LONG_AGO, NOW
        unit.session.add(row)
        await unit.session.flush()
        said = PlaceSaid(RIVER_STREET)
        await unit.preparations.add(session, PersonId(ASHA), said, by=PersonId(ASHA), seat=None, now=LONG_AGO)
    purge = Purge(clinic.store, Clock(NOW))
    await purge.purge(NOW + timedelta(days=366))
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        assert len(await unit.preparations.of_session(session)) == 1
        changed = dict(name="Here", time_zone="America/New_York", settings={"places_kept_years": 1})
        assert await unit.clinics.change(HERE, unit.clinic.version, **changed)  # type: ignore[arg-type]
    await purge.purge(NOW + timedelta(days=366))
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        assert await unit.preparations.of_session(session) == []


async def test_a_run_removes_a_bounded_number_and_says_that_there_is_more(clinic: MailClinic) -> None:
    await add_links(clinic, HERE, 5)
    await add_links(clinic, THERE, 1)
    purge = Purge(clinic.store, Clock(NOW), at_once=3)
    assert await purge.purge(NOW)
    assert (await links_left(clinic, HERE), await links_left(clinic, THERE)) == (2, 0)
    assert not await purge.purge(NOW)
    assert await links_left(clinic, HERE) == 0


async def test_nothing_is_removed_twice_or_too_early(clinic: MailClinic) -> None:
    await add_links(clinic, HERE, 1, expired=NOW - timedelta(days=29))
    purge = Purge(clinic.store, Clock(NOW))
    await purge.purge(NOW)
    assert await links_left(clinic, HERE) == 1
    await purge.purge(NOW + timedelta(days=1))
    assert await links_left(clinic, HERE) == 0


async def test_it_rests_shortly_while_there_is_more_and_an_hour_otherwise(
    clinic: MailClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is away, or a fault, ends nothing."""
    rests: list[float] = []
    outcomes: list[bool | Exception] = [True, False, StorageUnavailable("away"), RuntimeError("a fault")]
    purge = Purge(clinic.store, Clock(NOW))

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        if not outcomes and len(rests) == 7:
            raise asyncio.CancelledError

    async def work(_now: datetime) -> bool:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(purging.asyncio, "sleep", rest)
    monkeypatch.setattr(purge, "purge", work)
    with pytest.raises(asyncio.CancelledError):
        await purge.run()
    soon, hour = purging.SOON.total_seconds(), purging.EVERY.total_seconds()
    assert rests == [soon, soon, hour - soon, soon, hour - soon, soon, hour - soon]
