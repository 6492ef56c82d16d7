"""Versions of code tables are only added."""

import pytest

from app.persistence.unit_of_work import WriteConflict
from clinic.attendance.codes import DEFAULT_TABLE, CodeTable
from tests.app.persistence.repositories.conftest import NOW, Clinics

FIRST, SECOND = CodeTable("clinic", 1, DEFAULT_TABLE.rows[:1]), CodeTable("clinic", 2, DEFAULT_TABLE.rows)
OF_PAYER = CodeTable("rc_1", 1, DEFAULT_TABLE.rows[1:3])


async def test_the_newest_version_of_a_scope_holds_in_its_own_clinic(clinics: Clinics) -> None:
    async with clinics.write() as unit:
        assert await unit.code_tables.newest("clinic") is None
        for table in (FIRST, SECOND, OF_PAYER):
            await unit.code_tables.add(table, NOW)
        assert await unit.code_tables.newest("clinic") == SECOND
        assert await unit.code_tables.newest("rc_1") == OF_PAYER
        assert await unit.code_tables.scopes() == {"clinic": 2, "rc_1": 1}
    async with clinics.write(clinics.there) as unit:
        assert await unit.code_tables.newest("clinic") is None


async def test_of_two_versions_with_one_number_the_second_is_refused(clinics: Clinics) -> None:
    async with clinics.write() as unit:
        await unit.code_tables.add(FIRST, NOW)
    with pytest.raises(WriteConflict):
        async with clinics.write() as unit:
            await unit.code_tables.add(FIRST, NOW)
