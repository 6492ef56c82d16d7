"""Names in the audit trail: whose are shown to whom, and that a long page costs no more queries than a short one."""

from datetime import datetime

import pytest

from app.access.records.naming import Thing, ThingKind, kind_of, name_things
from app.persistence.models.programme.programme import CohortRow, ProgramRow
from app.persistence.unit_of_work import Database
from app.runtime import ids
from clinic.common.ids import CoupleId, PersonId, SignInId
from clinic.identity.access import Principal, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.people.couples import CoupleUnit
from tests.support.mail.clinic import ASHA, BRUNO, HERE, RUIZ, SYSTEM, THERE, MailClinic, open_mail_clinic
from tests.support.service.clinics import CountedQueries

NOW = datetime.fromisoformat("2026-03-02T15:00:00+00:00")
COUPLE = CoupleId("cu_1")
ELSEWHERE = PersonId("pt_elsewhere")


@pytest.fixture
async def clinic(database: Database) -> MailClinic:
    clinic = await open_mail_clinic(database, NOW)
    for person, kind in ((ASHA, "client"), (BRUNO, "client"), (RUIZ, "staff")):
        await clinic.add_person(person, NOW, kind=kind)
    await clinic.add_person(ELSEWHERE, NOW, clinic=THERE)
    await clinic.add_appointment("ss_1", NOW, (ASHA,))
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await unit.couples.add(CoupleUnit(COUPLE, HERE, (ASHA, BRUNO), NOW))
        unit.session.add(ProgramRow(id="pg_1", clinic_id=HERE, name="Evenings", level="iop", target_min=540))
        await unit.session.flush()
        unit.session.add(
            CohortRow(
                id="co_1",
                clinic_id=HERE,
                program_id="pg_1",
                name="Mornings",
                track="general",
                membership="closed",
                capacity=8,
            )
        )
    return clinic


def reader(*roles: StaffRole) -> Principal:
    return Principal(HERE, RUIZ, PrincipalKind.STAFF, frozenset(roles), SignInId("si_1"), NOW)


EVERYTHING = [ASHA, RUIZ, COUPLE, "co_1", "pg_1", "ss_1", "ml_1"]


async def named(clinic: MailClinic, *roles: StaffRole, wanted: list[str] | None = None) -> dict[str, Thing]:
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        return await name_things(unit, reader(*roles), wanted or EVERYTHING)


@pytest.mark.parametrize("role", [StaffRole.OWNER, StaffRole.CLINICAL_DIRECTOR])
async def test_who_plans_everybodys_weeks_reads_every_name(clinic: MailClinic, role: StaffRole) -> None:
    assert await named(clinic, role) == {
        ASHA: Thing(ASHA, ThingKind.CLIENT, ("Asha",)),
        RUIZ: Thing(RUIZ, ThingKind.STAFF, ("Ruiz",)),
        COUPLE: Thing(COUPLE, ThingKind.COUPLE, ("Asha", "Bruno")),
        "co_1": Thing("co_1", ThingKind.GROUP, ("Mornings",)),
        "pg_1": Thing("pg_1", ThingKind.PROGRAM, ("Evenings",)),
        "ss_1": Thing("ss_1", ThingKind.SESSION, ("Skills",), NOW),
        "ml_1": Thing("ml_1", ThingKind.MAIL),
    }


@pytest.mark.parametrize("roles", [(StaffRole.AUDITOR,), (StaffRole.AUDITOR, StaffRole.CLINICIAN)])
async def test_who_may_not_read_a_client_sees_what_it_is_and_not_whom(
    clinic: MailClinic, roles: tuple[StaffRole, ...]
) -> None:
    found = await named(clinic, *roles)
    assert {one.id for one in found.values() if one.names} == {RUIZ}
    assert [found[one].kind.value for one in EVERYTHING] == [
        "client",
        "staff",
        "couple",
        "group",
        "program",
        "session",
        "mail",
    ]
    assert found["ss_1"].at is None


async def test_nobody_of_another_clinic_is_named(clinic: MailClinic) -> None:
    found = await named(clinic, StaffRole.OWNER, wanted=[ELSEWHERE, "pt_gone"])
    assert [(one.kind, one.names) for one in found.values()] == [(ThingKind.PERSON, ())] * 2


async def test_a_name_is_not_in_what_is_logged(clinic: MailClinic) -> None:
    assert "Asha" not in repr(await named(clinic, StaffRole.OWNER))


async def test_many_things_take_as_many_queries_as_one_of_each(clinic: MailClinic) -> None:
    many = [*EVERYTHING, *(f"pt_{number}" for number in range(200)), *(f"co_{n}" for n in range(200))]
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        with CountedQueries(clinic.database) as counted:
            await name_things(unit, reader(StaffRole.OWNER), many)
    assert counted.count == 5


OF_ROOMS = {"new_seat_id", "new_agenda_item_id", "new_agenda_template_id"}
"""No entry of the trail is about one."""


@pytest.mark.parametrize("make", [getattr(ids, name) for name in ids.__all__ if name not in OF_ROOMS])
def test_every_id_of_the_programme_has_a_kind(make: object) -> None:
    assert callable(make)
    assert kind_of(make()) is not ThingKind.OTHER


def test_what_is_unknown_is_something_else() -> None:
    assert kind_of("zz_1") is kind_of("") is ThingKind.OTHER
