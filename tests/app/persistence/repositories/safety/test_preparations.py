"""What was said before sessions is kept in order, encrypted, and apart from other clinics."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.safety.preparations import PreparationRow
from app.persistence.unit_of_work import WriteConflict
from clinic.common.ids import AppointmentId, PersonId
from clinic.consents.versions import VersionId
from clinic.safety.preparation import (
    Confirmed,
    Declined,
    Hold,
    PlaceSaid,
    Said,
    SurroundingsSaid,
    Waived,
    WaiveReason,
)
from clinic.safety.surroundings import Company, Surroundings
from tests.app.persistence.repositories.conftest import NOW, Clinics
from tests.clinic.safety.people_there import OAK_STREET, RIVER_STREET

TODAY, LAST_WEEK = AppointmentId("ss_today"), AppointmentId("ss_last_week")
AROUND = Surroundings(private=True, headphones=False, company=frozenset({Company.CHILD, Company.PARTNER}))
EVERYTHING = (
    PlaceSaid(None),
    PlaceSaid(OAK_STREET),
    SurroundingsSaid(AROUND),
    Declined(VersionId("dv_observers-1")),
    Confirmed(),
    Waived(Hold.LICENCE, WaiveReason.SUPERVISOR),
)


@pytest.fixture
async def ana(clinics: Clinics) -> PersonId:
    async with clinics.write() as unit:
        for session in (LAST_WEEK, TODAY):
            row = SessionRow(id=session, clinic_id=clinics.here.id, title="Group", kind="group", policy={})
            row.opens_at, row.closes_at = NOW, NOW + timedelta(hours=1)
            unit.session.add(row)
    return await clinics.here.client("Ana")


async def say(
    clinics: Clinics,
    person: PersonId,
    *what: Said,
    session: AppointmentId = TODAY,
    at: timedelta = timedelta(),
) -> list[int]:
    async with clinics.write() as unit:
        return [
            await unit.preparations.add(session, person, one, by=person, seat="se_ana", now=NOW + at)
            for one in what
        ]


async def test_everything_that_can_be_said_is_read_as_it_was_written(clinics: Clinics, ana: PersonId) -> None:
    assert await say(clinics, ana, *EVERYTHING) == [1, 2, 3, 4, 5, 6]
    async with clinics.write() as unit:
        entries = await unit.preparations.of_session(TODAY)
        assert tuple(entry.said for entry in entries) == EVERYTHING
        assert {(entry.person, entry.by, entry.seat, entry.at) for entry in entries} == {
            (ana, ana, "se_ana", NOW)
        }
        assert await unit.preparations.of_session(LAST_WEEK) == []
        stored = " ".join(await unit.session.scalars(select(PreparationRow.content)))
    for secret in (OAK_STREET.address, OAK_STREET.phone, "partner", "supervisor"):
        assert secret not in stored


async def test_the_last_place_is_that_of_an_earlier_session(clinics: Clinics, ana: PersonId) -> None:
    before = timedelta(days=-7)
    await say(clinics, ana, PlaceSaid(OAK_STREET), session=LAST_WEEK, at=before * 2)
    newest = replace(RIVER_STREET, unit="5")
    await say(clinics, ana, PlaceSaid(newest), SurroundingsSaid(AROUND), session=LAST_WEEK, at=before)
    await say(clinics, ana, PlaceSaid(OAK_STREET))
    async with clinics.write() as unit:
        assert await unit.preparations.last_places([ana], TODAY) == {ana: (newest, "se_ana")}
        assert await unit.preparations.last_places([], TODAY) == {}


async def test_another_clinic_reads_nothing(clinics: Clinics, ana: PersonId) -> None:
    await say(clinics, ana, PlaceSaid(OAK_STREET), session=LAST_WEEK)
    async with clinics.write(clinics.there) as unit:
        assert await unit.preparations.of_session(LAST_WEEK) == []
        assert await unit.preparations.last_places([ana], TODAY) == {}


async def test_two_entries_never_share_a_position(clinics: Clinics, ana: PersonId) -> None:
    await say(clinics, ana, PlaceSaid(OAK_STREET))
    row = PreparationRow(session_id=TODAY, person_id=ana, position=1, clinic_id=clinics.here.id)
    row.at, row.by_id, row.kind, row.content = NOW, ana, "confirmed", ""
    with pytest.raises(WriteConflict):
        await write(clinics, row)


async def write(clinics: Clinics, row: PreparationRow) -> None:
    async with clinics.write() as unit:
        unit.session.add(row)


async def test_sessions_that_are_open_or_run_over_are_found(clinics: Clinics, ana: PersonId) -> None:
    async with clinics.write() as unit:
        assert await unit.preparations.open_sessions(ana, NOW) == [], "she sits in none"
        assert await unit.preparations.open_sessions(None, NOW - timedelta(hours=1)) == []
        for hours, found in ((0, 2), (3, 2), (14, 0)):
            sessions = await unit.preparations.open_sessions(None, NOW + timedelta(hours=hours))
            assert len(sessions) == found
