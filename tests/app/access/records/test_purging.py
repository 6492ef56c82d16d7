import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func, select, update

from app.access.records import purging
from app.access.records.purging import Purge
from app.auth.one_time import make_secret
from app.persistence.models.identity import OneTimeLinkRow
from app.persistence.models.live.record import RoomEventRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.unit_of_work import Database, StorageUnavailable
from clinic.common.ids import AppointmentId, ClinicId, PersonId
from clinic.records.retention import Hold, RetentionClass, due_by, lengths_of
from clinic.safety.preparation import PlaceSaid
from tests.app.mail.outbox import Clock
from tests.clinic.safety.people_there import RIVER_STREET
from tests.support.mail.clinic import ASHA, BRUNO, HERE, RUIZ, SYSTEM, THERE, MailClinic, open_mail_clinic
from tests.support.schedule.afterwards.kept_rows import Thing, add_session, add_thing, remaining
from tests.support.thorough import examples

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
        changed = dict(name="Here", time_zone="America/New_York", settings={"retention": {"places": 1}})
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


KINDS = (
    RetentionClass.LOG,
    RetentionClass.LINKS,
    RetentionClass.MAILS,
    RetentionClass.PLACES,
    RetentionClass.DOCUMENTS,
)
PEOPLE = (ASHA, BRUNO, RUIZ)


def random_things(rng: Random) -> list[Thing]:
    """Return a few things of every class, some of them just due, some just not, some years old."""
    lengths, things = lengths_of({}), []
    for number in range(60):
        kind = KINDS[number % len(KINDS)]
        edge = due_by(kind, lengths[kind], NOW)
        ages = (
            timedelta(0),
            timedelta(microseconds=-1),
            timedelta(days=1),
            -timedelta(days=1),
            timedelta(days=900),
        )
        over_at = edge - rng.choice(ages)
        session = f"ss_{number - number % len(KINDS)}"
        things.append(
            Thing(
                f"{'ss' if kind is RetentionClass.LOG else 'xx'}_{number}",
                kind,
                rng.choice(PEOPLE),
                over_at,
                session,
            )
        )
    return things


def expected(
    things: Iterable[Thing], people: set[PersonId], sessions: set[str]
) -> dict[RetentionClass, set[str]]:
    """Return what has to stay, computed in another, plain way."""
    lengths = lengths_of({})
    left: dict[RetentionClass, set[str]] = {kind: set() for kind in (*KINDS, RetentionClass.ANSWERS)}
    for thing in things:
        session = (
            thing.id
            if thing.kind is RetentionClass.LOG
            else thing.session
            if thing.kind is RetentionClass.PLACES
            else None
        )
        held = thing.person in people or session in sessions
        name = f"{thing.session}/{thing.person}" if thing.kind is RetentionClass.PLACES else thing.id
        if held or thing.over_at > due_by(thing.kind, lengths[thing.kind], NOW):
            left[thing.kind].add(name)
        answers = RetentionClass.ANSWERS
        if thing.kind is RetentionClass.LOG and (
            held or thing.over_at > due_by(answers, lengths[answers], NOW)
        ):
            left[answers].add(thing.id)
    return left


@pytest.mark.parametrize("seed", range(examples(3)))
async def test_what_is_due_goes_in_the_end_and_nothing_sooner_or_that_is_held(
    clinic: MailClinic, seed: int
) -> None:
    rng = Random(seed)
    await clinic.add_person(BRUNO, LONG_AGO)
    await clinic.add_person(RUIZ, LONG_AGO)
    things = random_things(rng)
    people, sessions = {rng.choice(PEOPLE)}, {f"ss_{len(KINDS) * rng.randrange(3)}"}
    async with clinic.store.write(HERE, SYSTEM, LONG_AGO) as unit:
        for thing in sorted(things, key=lambda one: one.kind is not RetentionClass.LOG):
            await add_thing(unit, thing)
        for number, (person, session) in enumerate(
            [*((one, None) for one in people), *((None, one) for one in sessions)]
        ):
            hold = Hold(
                f"lh_{number}", person, AppointmentId(session) if session else None, "A letter", RUIZ, NOW
            )
            await unit.holds.add(hold)
    purge = Purge(clinic.store, Clock(NOW), at_once=3)
    runs = 0
    while await purge.purge(NOW):
        runs += 1
    assert runs > 2, "a little at a time"
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        assert await remaining(unit) == expected(things, people, sessions)
        gone = [sealed.entry for sealed in await unit.audit.page() if sealed.entry.action == "removal.done"]
    assert sum(entry.facts.get("links", 0) or 0 for entry in gone) == sum(
        thing.kind is RetentionClass.LINKS for thing in things
    ) - len(expected(things, people, sessions)[RetentionClass.LINKS])
    assert all(entry.subjects == () for entry in gone), "numbers alone"
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        for hold in await unit.holds.newest(10):
            await unit.holds.end(Hold(hold.id, hold.person, hold.session, "", RUIZ, NOW, RUIZ, NOW))
    while await purge.purge(NOW):
        pass
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        assert await remaining(unit) == expected(things, set(), set()), "a hold only delays"


async def test_a_log_leaves_a_summary_when_it_goes_and_its_answers_go_sooner(clinic: MailClinic) -> None:
    async with clinic.store.write(HERE, SYSTEM, LONG_AGO) as unit:
        await add_session(unit, "ss_one", ASHA, NOW)
    purge = Purge(clinic.store, Clock(NOW))
    await purge.purge(NOW + timedelta(days=30))
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        assert (await remaining(unit))[RetentionClass.ANSWERS] == set()
        assert len(await unit.journal.records("ss_one")) == 5  # type: ignore[arg-type]
        found = await unit.session_logs.remains("ss_one")
        assert found is not None
        assert (found.log_removed_at, found.answers_removed_at) == (None, NOW + timedelta(days=30))
    await purge.purge(NOW + timedelta(days=90))
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        assert await unit.journal.last_position("ss_one") == 0  # type: ignore[arg-type]
        found = await unit.session_logs.remains("ss_one")
        assert found is not None
        assert (found.people, found.protocols) == (1, {"closing_round": 1})
        assert found.began_at == NOW - timedelta(seconds=4)


async def test_a_session_that_nobody_ended_is_over_once_its_log_has_been_silent_for_the_whole_time(
    clinic: MailClinic,
) -> None:
    async with clinic.store.write(HERE, SYSTEM, LONG_AGO) as unit:
        await add_session(unit, "ss_open", ASHA, NOW, ended=False)
    purge = Purge(clinic.store, Clock(NOW))
    await purge.purge(NOW + timedelta(days=29))
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        assert await unit.session_logs.remains("ss_open") is None
    await purge.purge(NOW + timedelta(days=30))
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        assert await unit.session_logs.remains("ss_open") is not None


async def test_an_event_that_cannot_be_read_holds_nothing_up(clinic: MailClinic) -> None:
    async with clinic.store.write(HERE, SYSTEM, LONG_AGO) as unit:
        await add_session(unit, "ss_odd", ASHA, NOW)
        await unit.session.execute(
            update(RoomEventRow).where(RoomEventRow.position == 2).values(kind="of another world")
        )
    purge = Purge(clinic.store, Clock(NOW))
    await purge.purge(NOW + timedelta(days=90))
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        found = await unit.session_logs.remains("ss_odd")
    assert found is not None
    assert (found.people, found.protocols) == (0, {"closing_round": 1})
