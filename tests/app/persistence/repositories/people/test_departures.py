from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.persistence.models.identity import AccountRow
from app.persistence.models.programme.programme import CohortRow, EpisodeRow, MembershipRow, ProgramRow
from clinic.common.ids import PersonId
from tests.app.persistence.repositories.conftest import NOW, Clinics
from tests.support.schedule.series import plan_session

HOUR = timedelta(hours=1)
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("begins", "status", "expected"),
    [
        (NOW + HOUR, "planned", True),
        (NOW - HOUR / 2, "planned", True),
        (NOW - HOUR, "planned", False),
        (NOW + HOUR, "cancelled", False),
    ],
)
async def test_somebody_is_expected_until_their_last_session_ends(
    clinics: Clinics, begins: datetime, status: str, expected: bool
) -> None:
    ana, ben = await clinics.here.client("Ana"), await clinics.here.client("Ben")
    async with clinics.write() as unit:
        await plan_session(unit, begins, {ana: "member"}, status=status)
        assert await unit.departures.is_expected(ana, NOW) is expected
        assert not await unit.departures.is_expected(ben, NOW)
    async with clinics.write(clinics.there) as unit:
        assert not await unit.departures.is_expected(ana, NOW)


async def enrolled(clinics: Clinics, client: PersonId, until: date | None) -> None:
    clinic = clinics.here.id
    async with clinics.write() as unit:
        unit.session.add(ProgramRow(id="pg_1", clinic_id=clinic, name="IOP", level="x", target_min=540))
        await unit.session.flush()
        unit.session.add(
            EpisodeRow(
                id="ep_1", clinic_id=clinic, client_id=client, program_id="pg_1", level="x", target_min=540,
                since=date(2026, 2, 1), until=until,
            )
        )  # fmt: skip


@pytest.mark.parametrize(
    ("until", "enrolled_today"), [(None, True), (date(2026, 3, 3), True), (TODAY, False)]
)
async def test_a_client_is_enrolled_until_the_day_before_the_episode_ends(
    clinics: Clinics, until: date | None, enrolled_today: bool
) -> None:
    ana = await clinics.here.client("Ana")
    await enrolled(clinics, ana, until)
    async with clinics.write() as unit:
        assert await unit.departures.is_enrolled(ana, TODAY) is enrolled_today
    async with clinics.write(clinics.there) as unit:
        assert not await unit.departures.is_enrolled(ana, TODAY)


async def test_memberships_end_today_and_coming_ones_never_begin(clinics: Clinics) -> None:
    ana, clinic = await clinics.here.client("Ana"), clinics.here.id
    await enrolled(clinics, ana, None)
    spans = [(date(2026, 1, 1), date(2026, 2, 1)), (date(2026, 2, 2), None), (date(2026, 4, 1), None)]
    async with clinics.write() as unit:
        unit.session.add(
            CohortRow(
                id="co_1", clinic_id=clinic, program_id="pg_1", name="Monday", track="group",
                membership="rolling", capacity=9, starts_on=date(2026, 1, 5),
            )
        )  # fmt: skip
        await unit.session.flush()
        for since, until in spans:
            unit.session.add(
                MembershipRow(clinic_id=clinic, cohort_id="co_1", person_id=ana, since=since, until=until)
            )
    async with clinics.write(clinics.there) as unit:
        await unit.departures.end_memberships(ana, date(2026, 1, 1))
    async with clinics.write() as unit:
        await unit.departures.end_memberships(ana, TODAY)
    async with clinics.write() as unit:
        rows = await unit.session.execute(
            select(MembershipRow.since, MembershipRow.until).order_by(MembershipRow.since)
        )
        assert [tuple(row) for row in rows] == [spans[0], (spans[1][0], TODAY)]


async def test_an_account_is_known(clinics: Clinics) -> None:
    ana, ben = await clinics.here.client("Ana"), await clinics.here.client("Ben")
    async with clinics.write() as unit:
        unit.session.add(AccountRow(person_id=ana, clinic_id=clinics.here.id, created_at=NOW))
        await unit.session.flush()
        assert await unit.departures.has_account(ana)
        assert not await unit.departures.has_account(ben)
