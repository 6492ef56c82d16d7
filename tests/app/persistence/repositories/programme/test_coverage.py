"""Coverages and authorisations are kept whole, encrypted, and apart from other clinics."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.persistence.models.programme.programme import AuthorisationRow, CoverageRow
from clinic.common.ids import RecipientId
from clinic.consents.recipients import Recipient, RecipientKind
from clinic.programme.authorisations import Authorisation, Unit
from clinic.programme.coverage import Benefit, Billed, Coverage, Covered, Item
from tests.app.persistence.repositories.conftest import Clinics

PAYER = RecipientId("rc_1")
AUTHORISATION = Authorisation(
    "az_1", "cv_1", "AUTH-9", Billed.DAY, Unit.DAYS, 12, date(2026, 3, 1), date(2026, 3, 31)
)


@pytest.fixture
async def coverage(clinics: Clinics) -> Coverage:
    made = Coverage(
        "cv_1",
        await clinics.here.client("Ana"),
        PAYER,
        "PPO Gold",
        "MEMBER-7",
        date(2026, 1, 1),
        None,
        {Benefit.MEALS: Item(Covered.NO, "not in writing")},
        180,
        counts_individual=True,
        review_on=date(2026, 3, 9),
    )
    async with clinics.write() as unit:
        await unit.recipients.add(Recipient(PAYER, "Acme", RecipientKind.PAYER))
        await unit.coverage.add(made)
        await unit.coverage.authorise(AUTHORISATION)
    return made


async def test_they_are_read_as_they_were_kept_and_by_their_own_clinic_alone(
    clinics: Clinics, coverage: Coverage
) -> None:
    async with clinics.write() as unit:
        assert await unit.coverage.of(coverage.client) == [coverage]
        assert await unit.coverage.find("cv_1") == coverage
        assert await unit.coverage.find_all(["cv_1", "cv_2"]) == [coverage]
        assert await unit.coverage.authorisations(["cv_1"]) == [AUTHORISATION]
        assert await unit.coverage.authorisation("az_1") == AUTHORISATION
        assert await unit.coverage.to_review(date(2026, 3, 9), 5) == [coverage]
        assert await unit.coverage.to_review(date(2026, 3, 8), 5) == []
        assert await unit.coverage.authorised_on(date(2026, 3, 31)) == [AUTHORISATION]
        assert await unit.coverage.authorised_on(date(2026, 4, 1)) == []
        for column in (CoverageRow.content, AuthorisationRow.content):
            stored = str(await unit.session.scalar(select(column)))
            assert "MEMBER" not in stored
            assert "AUTH" not in stored
    async with clinics.write(clinics.there) as unit:
        assert await unit.coverage.of(coverage.client) == []
        assert await unit.coverage.authorisation("az_1") is None
        assert not await unit.coverage.change(coverage)
        assert not await unit.coverage.remove(coverage)


async def test_a_change_is_made_by_whoever_has_seen_the_newest(clinics: Clinics, coverage: Coverage) -> None:
    longer = replace(AUTHORISATION, amount=20)
    async with clinics.write() as unit:
        assert await unit.coverage.change(replace(coverage, plan="PPO Silver"))
        assert not await unit.coverage.change(coverage)
        assert await unit.coverage.change_authorisation(longer)
        assert not await unit.coverage.change_authorisation(AUTHORISATION)
        assert not await unit.coverage.remove_authorisation(AUTHORISATION)
    async with clinics.write() as unit:
        assert await unit.coverage.find("cv_1") == replace(coverage, plan="PPO Silver", version=2)
        assert await unit.coverage.authorisation("az_1") == replace(longer, version=2)


async def test_a_coverage_goes_with_what_was_authorised_under_it(
    clinics: Clinics, coverage: Coverage
) -> None:
    async with clinics.write() as unit:
        assert not await unit.coverage.remove(replace(coverage, version=9))
        assert await unit.coverage.authorisation("az_1") == AUTHORISATION
        assert await unit.coverage.remove(coverage)
        assert await unit.coverage.authorisation("az_1") is None
        assert await unit.coverage.find("cv_1") is None
