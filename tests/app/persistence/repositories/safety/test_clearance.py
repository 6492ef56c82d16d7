"""Screenings and decisions are kept in order, encrypted, and apart from other clinics."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.persistence.models.safety.clearance import ClearanceDecisionRow
from app.persistence.repositories.safety.clearance import read_instrument, write_instrument
from app.persistence.unit_of_work import WriteConflict
from clinic.common.ids import CoupleId, PersonId
from clinic.people.couples import CoupleUnit
from clinic.safety.clearance import Decision, Move, Reason
from clinic.safety.screening import HITS, Instrument, InstrumentKind, Screening
from tests.app.persistence.repositories.conftest import NOW, Clinics

OWN = Instrument(InstrumentKind.OWN, "Our questions", ("Are you afraid?",), 0, 3, None)
COUPLE = CoupleId("cu_1")


@pytest.fixture
async def ana(clinics: Clinics) -> PersonId:
    ana, ben = await clinics.here.client("Ana"), await clinics.here.client("Ben")
    async with clinics.write() as unit:
        await unit.couples.add(CoupleUnit(COUPLE, clinics.here.id, (ana, ben), NOW))
    return ana


def decision(ana: PersonId, position: int, move: Move, reason: Reason) -> Decision:
    return Decision(position, ana, ana, NOW + timedelta(days=position), move, reason, NOW)


async def test_a_screening_is_read_as_it_was_kept_and_by_its_own_clinic_alone(
    clinics: Clinics, ana: PersonId
) -> None:
    kept = [
        Screening("sc_1", ana, ana, NOW, HITS, (5, 4, 3, 2)),
        Screening("sc_2", ana, ana, NOW + timedelta(days=1), OWN, (3,)),
    ]
    async with clinics.write() as unit:
        for each in kept:
            await unit.clearance.add_screening(each)
    async with clinics.write() as unit:
        assert await unit.clearance.screenings(ana, 9) == kept[::-1], "the newest first"
        assert await unit.clearance.screenings(ana, 1) == kept[1:]
        assert await unit.clearance.screened(ana) == (2, NOW + timedelta(days=1))
    async with clinics.write(clinics.there) as unit:
        assert await unit.clearance.screenings(ana, 9) == []
        assert await unit.clearance.screened(ana) == (0, None)


async def test_decisions_are_read_in_order_and_by_their_own_clinic_alone(
    clinics: Clinics, ana: PersonId
) -> None:
    made = [
        decision(ana, 1, Move.CLEAR, Reason.SCREENED),
        decision(ana, 2, Move.HOLD, Reason.DANGER),
        decision(ana, 3, Move.REOPEN, Reason.CHANGED),
    ]
    async with clinics.write() as unit:
        for each in made:
            await unit.clearance.decide(COUPLE, each)
    async with clinics.write() as unit:
        assert await unit.clearance.decisions([COUPLE]) == {COUPLE: made}
        assert await unit.clearance.decisions([]) == {}
        stored = list(await unit.session.scalars(select(ClearanceDecisionRow.content)))
        assert len({len(each) for each in stored}) == 1, "their length does not tell them apart"
    async with clinics.write(clinics.there) as unit:
        assert await unit.clearance.decisions([COUPLE]) == {}


async def test_of_two_decisions_at_once_the_second_is_refused(clinics: Clinics, ana: PersonId) -> None:
    async with clinics.write() as unit:
        await unit.clearance.decide(COUPLE, decision(ana, 1, Move.HOLD, Reason.DANGER))
    with pytest.raises(WriteConflict):
        async with clinics.write() as unit:
            await unit.clearance.decide(COUPLE, decision(ana, 1, Move.HOLD, Reason.JUDGEMENT))


@pytest.mark.parametrize("instrument", [HITS, OWN])
def test_an_instrument_is_read_as_it_was_written(instrument: Instrument) -> None:
    assert read_instrument(write_instrument(instrument)) == instrument
