from datetime import UTC, date, datetime

from sqlalchemy import event

from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.people import PersonRow
from app.persistence.models.programme.programme import CohortRow, MembershipRow, ProgramRow
from app.persistence.repositories.identity.demo import DemoPeople
from app.persistence.unit_of_work import Database
from clinic.identity.roles import StaffRole
from tests.app.conftest import DATA_KEY
from tests.support.sign_in.accounts import ADMIN, CLIENT, HERE, OWNER, THERE, add_clinic

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def test_everybody_is_listed_staff_first_with_roles_and_group_in_three_queries(
    database: Database,
) -> None:
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    await add_clinic(store, NOW)
    await add_clinic(store, NOW, THERE)
    async with store.write(HERE, Actor("system"), NOW) as unit:
        unit.session.add(PersonRow(id="pt_gone", clinic_id=HERE, name="Gone", archived_at=NOW))
        unit.session.add(ProgramRow(id="pg_1", clinic_id=HERE, name="Days", level="iop", target_min=540))
        await unit.session.flush()
        cohort = {"track": "group", "membership": "rolling", "capacity": 8, "starts_on": date(2026, 1, 5)}
        unit.session.add(CohortRow(id="co_1", clinic_id=HERE, program_id="pg_1", name="Mornings", **cohort))
        await unit.session.flush()
        unit.session.add(
            MembershipRow(cohort_id="co_1", person_id=CLIENT, since=date(2026, 1, 5), clinic_id=HERE)
        )
    statements: list[str] = []
    async with store.read(HERE, Actor("system"), NOW) as unit:
        connection = (await unit.session.connection()).sync_connection
        assert connection is not None
        event.listen(connection, "before_cursor_execute", lambda _c, _k, sql, *_: statements.append(sql))
        people = await DemoPeople(unit.session, HERE).all()
    assert [one.id for one in people] == [ADMIN, OWNER, CLIENT]
    assert [one.roles for one in people] == [
        (StaffRole.ADMIN,),
        (StaffRole.CLINICAL_DIRECTOR, StaffRole.CLINICIAN, StaffRole.OWNER),
        (),
    ]
    assert [one.group for one in people] == [None, None, "Mornings"]
    assert len(statements) == 3
