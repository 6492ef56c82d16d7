from datetime import timedelta

from sqlalchemy import select

from app.persistence.models.all_tables import Schema
from app.persistence.models.care_team import AssignmentRow
from app.persistence.models.people import QualificationRow
from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.people.merging import FOLLOWS, STAYS, UNIQUE
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.people.licences import Qualification
from tests.app.persistence.repositories.conftest import NOW, Clinics


def test_it_is_decided_for_every_column_that_names_a_person() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in Schema.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "people" for key in column.foreign_keys)
    }
    follows = {f"{table.__tablename__}.{column}" for table, column in FOLLOWS}
    unique = {f"{table.__tablename__}.person_id" for table in UNIQUE}
    assert columns == follows | unique | STAYS
    assert not follows & STAYS
    assert not unique & (follows | STAYS)


def test_every_table_that_follows_belongs_to_a_clinic() -> None:
    tables = [table for table, _ in FOLLOWS] + list(UNIQUE)
    assert [table for table in tables if "clinic_id" not in table.__table__.c] == []


async def test_rows_follow_within_the_clinic_and_what_both_have_is_kept_once(clinics: Clinics) -> None:
    keep, drop, other = [await clinics.here.staff(name) for name in ("Keep", "Drop", "Other")]
    ana = await clinics.here.client("Ana")
    held = Assignment(drop, CareTeamRole.CARE_COORDINATOR, Period(NOW - timedelta(days=1)), client=ana)
    async with clinics.write() as unit:
        await unit.assignments.add(AssignmentRecord("as_1", held))
        await unit.licences.put_qualifications(keep, [Qualification.NURSE])
        await unit.licences.put_qualifications(drop, [Qualification.NURSE, Qualification.EDUCATOR])
        await unit.licences.put_qualifications(other, [Qualification.NURSE])
    async with clinics.write(clinics.there) as unit:
        assert await unit.merging.move(drop, keep, NOW) == 0
    async with clinics.write() as unit:
        assert await unit.merging.move(drop, keep, NOW) == 2
    async with clinics.write() as unit:
        assert await unit.session.scalar(select(AssignmentRow.clinician_id)) == keep
        rows = await unit.session.execute(select(QualificationRow.person_id, QualificationRow.name))
        assert sorted(tuple(row) for row in rows) == sorted(
            [(keep, "nurse"), (keep, "educator"), (other, "nurse")]
        )


async def test_nobody_sits_anywhere_before_there_are_sessions(clinics: Clinics) -> None:
    keep, drop = await clinics.here.client("Keep"), await clinics.here.client("Drop")
    async with clinics.write() as unit:
        assert not await unit.merging.is_seated(drop, NOW)
        assert not await unit.merging.are_seated_together(keep, drop, NOW)
