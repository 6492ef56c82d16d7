"""Interpreters from outside belong to one session of their own clinic."""

from datetime import date

from app.persistence.clinic_store import ClinicStore
from tests.support.schedule.planned import ANA, BEN, HERE, THERE, at, plan, unit_of


async def test_an_interpreter_belongs_to_one_session_of_one_clinic(store: ClinicStore) -> None:
    await plan(store, at(5))
    async with unit_of(store) as unit:
        await unit.interpreters.add(BEN, at(5).id, date(2026, 1, 2))
    async with unit_of(store, HERE) as unit:
        assert await unit.interpreters.session_of(BEN) == at(5).id
        assert await unit.interpreters.session_of(ANA) is None
    async with unit_of(store, THERE) as unit:
        assert await unit.interpreters.session_of(BEN) is None
