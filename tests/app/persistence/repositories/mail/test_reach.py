import pytest
from sqlalchemy import update

from app.persistence.encryption import KeysUnusable
from app.persistence.models.people import PersonRow
from app.persistence.unit_of_work import Database
from clinic.common.ids import PersonId
from tests.app.persistence.repositories.mail.posts import NOW
from tests.support.mail.clinic import ASHA, HERE, RUIZ, SYSTEM, THERE, MailClinic, open_mail_clinic

FOREIGN = PersonId("pt_foreign")


@pytest.fixture
async def clinic(database: Database) -> MailClinic:
    clinic = await open_mail_clinic(database, NOW)
    await clinic.add_person(ASHA, NOW, safe_times="mon 09:00-12:00", languages=("es-MX", "en"))
    await clinic.add_person(RUIZ, NOW, kind="staff", email=None, channel=None, zone="America/Denver")
    await clinic.add_person(FOREIGN, NOW, clinic=THERE)
    return clinic


async def test_people_of_this_clinic_are_found_with_what_is_stored(clinic: MailClinic) -> None:
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        found = await unit.reach.find([ASHA, RUIZ, FOREIGN, PersonId("pt_none")])
    assert set(found) == {ASHA, RUIZ}
    asha, ruiz = found[ASHA], found[RUIZ]
    assert (asha.email, asha.is_staff, asha.is_archived) == ("asha@example.net", False, False)
    assert asha.settings == {"channel": "email", "safe_times": "mon 09:00-12:00"}
    assert (asha.languages, asha.time_zone) == (("es-MX", "en"), "America/New_York")
    assert (ruiz.email, ruiz.is_staff, ruiz.settings, ruiz.time_zone) == (None, True, None, "America/Denver")
    assert "example.net" not in repr(asha)


async def test_the_address_of_one_cannot_be_moved_to_another(clinic: MailClinic) -> None:
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        sealed = unit.keys.seal("people.email", ASHA, "asha@example.net")
        await unit.session.execute(update(PersonRow).where(PersonRow.id == RUIZ).values(email=sealed))
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        with pytest.raises(KeysUnusable):
            await unit.reach.find([RUIZ])
