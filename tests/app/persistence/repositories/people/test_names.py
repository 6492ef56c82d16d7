"""Names of many kinds; the others are tested where the audit trail uses them."""

from datetime import datetime

import pytest

from app.persistence.repositories.people.names import KnownPerson, KnownSession
from app.persistence.unit_of_work import Database
from clinic.common.ids import CoupleId
from clinic.identity.access import PrincipalKind
from clinic.people.couples import CoupleUnit
from tests.support.mail.clinic import ASHA, BRUNO, HERE, SYSTEM, THERE, MailClinic, open_mail_clinic
from tests.support.service.clinics import CountedQueries

NOW = datetime.fromisoformat("2026-03-02T15:00:00+00:00")


@pytest.fixture
async def clinic(database: Database) -> MailClinic:
    clinic = await open_mail_clinic(database, NOW)
    await clinic.add_person(ASHA, NOW)
    await clinic.add_person(BRUNO, NOW)
    await clinic.add_appointment("ss_1", NOW, (ASHA,))
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        await unit.couples.add(CoupleUnit(CoupleId("cu_1"), HERE, (ASHA, BRUNO), NOW))
    return clinic


async def test_what_a_clinic_knows_has_a_name_and_nothing_else(clinic: MailClinic) -> None:
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        assert await unit.names.people([ASHA, "pt_gone"]) == {ASHA: KnownPerson("Asha", PrincipalKind.CLIENT)}
        assert await unit.names.sessions(["ss_1", "ss_2"]) == {"ss_1": KnownSession("Skills", NOW)}
        assert await unit.names.partners(["cu_1"]) == {"cu_1": (ASHA, BRUNO)}
    async with clinic.store.read(THERE, SYSTEM, NOW) as unit:
        assert await unit.names.people([ASHA]) == {}
        assert await unit.names.sessions(["ss_1"]) == {}
        assert await unit.names.partners(["cu_1"]) == {}


async def test_nothing_is_asked_for_nothing(clinic: MailClinic) -> None:
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        with CountedQueries(clinic.database) as counted:
            assert await unit.names.people([]) == await unit.names.groups(()) == {}
            assert await unit.names.programs([]) == await unit.names.sessions([]) == {}
            assert await unit.names.partners([]) == {}
    assert counted.count == 0
