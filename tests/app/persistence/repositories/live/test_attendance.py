"""Corrections are kept in order, encrypted and by their own clinic alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.persistence.models.live.attendance import CorrectionRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.unit_of_work import WriteConflict
from clinic.attendance.corrections import Correction, CorrectionReason
from clinic.common.ids import AppointmentId, PersonId
from clinic.programme.spans import Span
from tests.app.persistence.repositories.conftest import NOW, Clinics

HOUR = timedelta(hours=1)


@pytest.fixture
async def session(clinics: Clinics) -> AppointmentId:
    async with clinics.write() as unit:
        hours = {"opens_at": NOW, "closes_at": NOW + 3 * HOUR}
        unit.session.add(
            SessionRow(id="ss_1", clinic_id=clinics.here.id, title="A", kind="group", policy={}, **hours)
        )
        await unit.session.flush()
    return AppointmentId("ss_1")


async def test_corrections_are_read_in_order_and_by_their_own_clinic_alone(
    clinics: Clinics, session: AppointmentId
) -> None:
    ana, staff = await clinics.here.client("Ana"), await clinics.here.staff("Dana")
    first = Correction(
        "at_1",
        session,
        ana,
        (Span(NOW, NOW + HOUR),),
        CorrectionReason.OTHER,
        staff,
        NOW,
        None,
        "On the telephone",
    )
    second = replace(first, id="at_2", spans=(), reason=CorrectionReason.MISTAKE, replaces="at_1", note="")
    async with clinics.write() as unit:
        await unit.attendance.correct(first, 1)
        await unit.attendance.correct(second, 2)
    async with clinics.write() as unit:
        assert await unit.attendance.corrections([session]) == {(session, ana): [first, second]}
        notes = [row.note for row in await unit.session.scalars(select(CorrectionRow))]
    assert "On the telephone" not in str(notes)
    async with clinics.write(clinics.there) as unit:
        assert await unit.attendance.corrections([session]) == {}


async def test_two_cannot_replace_the_same_one(clinics: Clinics, session: AppointmentId) -> None:
    ana = PersonId(await clinics.here.client("Ana"))
    made = Correction("at_1", session, ana, (), CorrectionReason.FAULT, ana, NOW)
    async with clinics.write() as unit:
        await unit.attendance.correct(made, 1)
    with pytest.raises(WriteConflict):
        async with clinics.write() as unit:
            await unit.attendance.correct(replace(made, id="at_2"), 1)
