"""Statements are kept as they were made."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.persistence.models.programme.programme import StatementRow
from app.persistence.repositories.programme.statements import IdentifiedPatient
from clinic.attendance.codes import DEFAULT_TABLE, Match, Reason
from clinic.attendance.statements import (
    Composed,
    DayLine,
    Heading,
    Leader,
    LicenceGap,
    SessionLine,
    Sitting,
    Statement,
    StatementKind,
    Whereabouts,
)
from clinic.common.ids import AppointmentId, CoupleId, PersonId, RecipientId
from clinic.consents.recipients import Recipient, RecipientKind
from clinic.people.couples import CoupleUnit
from clinic.programme.coverage import Billed
from clinic.programme.spans import Span
from clinic.programme.tracks import Service
from tests.app.persistence.repositories.conftest import NOW, Clinics

PAYER, COUPLE = RecipientId("rc_1"), CoupleId("cu_1")
ENDS = NOW + timedelta(minutes=50, microseconds=1)


@pytest.fixture
async def ana(clinics: Clinics) -> PersonId:
    async with clinics.write() as unit:
        await unit.recipients.add(Recipient(PAYER, "Acme", RecipientKind.PAYER))
    return await clinics.here.client("Ana")


def statement(client: PersonId, id_: str = "st_1", recipient: RecipientId | None = None) -> Statement:
    sitting = Sitting(
        *(AppointmentId("ss_1"), Service.INDIVIDUAL, NOW.date(), NOW, ENDS, NOW, ENDS, (Span(NOW, ENDS),)),
        Whereabouts.HOME,
        "NY",
        (Leader(PersonId("pt_dana"), "Dana", "NY 123"),),
        None,
        is_protected=True,
    )
    row = DEFAULT_TABLE.rows[1]
    return Statement(
        id_,
        client,
        StatementKind.SUPERBILL,
        date(2026, 3, 1),
        date(2026, 3, 2),
        NOW,
        client,
        recipient,
        ("clinic", 0),
        Heading("Clinic", "Ana Long", "UTC", "Acme", "PPO", "MEMBER-7", "Acme", "payment", ENDS),
        Composed(
            (SessionLine(sitting, Match(row)),),
            (DayLine(NOW.date(), Billed.DAY, 171, 180, Match(None, Reason.BELOW_MINIMUM, 180)),),
            (LicenceGap(AppointmentId("ss_1"), NOW.date(), "Dana", "NY"),),
            2,
            1,
            tells_protected=True,
        ),
    )


async def test_a_statement_is_read_as_it_was_made_and_by_its_own_clinic_alone(
    clinics: Clinics, ana: PersonId
) -> None:
    own = statement(ana)
    to_payer = replace(statement(ana, "st_2", PAYER), made_at=NOW + timedelta(hours=1))
    async with clinics.write() as unit:
        await unit.statements.add(own)
        await unit.statements.add(to_payer)
    async with clinics.write() as unit:
        assert await unit.statements.find("st_1") == own
        assert await unit.statements.of(ana, 9) == [to_payer, own]
        assert await unit.statements.of(ana, 9, own=True) == [own]
        assert "MEMBER" not in str(await unit.session.scalar(select(StatementRow.content)))
    async with clinics.write(clinics.there) as unit:
        assert await unit.statements.find("st_1") is None
        assert await unit.statements.of(ana, 9) == []


async def test_the_identified_patient_of_a_couple_is_chosen_and_changed_once(
    clinics: Clinics, ana: PersonId
) -> None:
    ben = await clinics.here.client("Ben")
    async with clinics.write() as unit:
        await unit.couples.add(CoupleUnit(COUPLE, clinics.here.id, (ana, ben), NOW))
        assert await unit.statements.identified([COUPLE]) == {}
        assert await unit.statements.identify(COUPLE, IdentifiedPatient(ana))
        assert await unit.statements.identified([COUPLE]) == {COUPLE: IdentifiedPatient(ana, 1)}
        assert await unit.statements.identify(COUPLE, IdentifiedPatient(None, 1))
        assert not await unit.statements.identify(COUPLE, IdentifiedPatient(ben, 1)), "somebody was first"
        assert await unit.statements.identified([COUPLE]) == {COUPLE: IdentifiedPatient(None, 2)}
    async with clinics.write(clinics.there) as unit:
        assert await unit.statements.identified([COUPLE]) == {}
