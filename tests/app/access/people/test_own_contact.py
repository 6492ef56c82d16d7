import pytest

from app.access.people.own_contact import OWN_FIELDS, change_own_contact, read_own_contact
from clinic.identity.roles import StaffRole
from clinic.people.contact import SafeChannel
from tests.app.access.conftest import Place, invalid, refused


async def test_people_choose_their_shown_name_and_how_they_are_reached(place: Place) -> None:
    ana = place.client(await place.clinic.client("Ana", email="ana@example.org", legal_name="Ana Lopez"))
    changes = {"display_name": "Anita", "safe_channel": SafeChannel.EMAIL, "language": "es"}
    async with place.write() as unit:
        changed = await change_own_contact(unit, ana, 1, changes, ["en"])
        assert changed == await read_own_contact(unit, ana)
    assert (changed.fields.display_name, changed.fields.safe_channel) == ("Anita", SafeChannel.EMAIL)
    assert (changed.fields.legal_name, changed.more_languages) == ("Ana Lopez", ("en",))
    assert await place.noted() == [("person.change", (ana.person,))]


async def test_a_channel_without_an_address_is_refused(place: Place) -> None:
    ana = place.client(await place.clinic.client("Ana"))
    async with place.write() as unit:
        async with invalid(email="field.required"):
            await change_own_contact(unit, ana, 1, {"safe_channel": SafeChannel.EMAIL}, [])


async def test_an_older_version_is_refused(place: Place) -> None:
    dana = await place.staff(StaffRole.CLINICIAN)
    async with place.write() as unit:
        await change_own_contact(unit, dana, 1, {"pronouns": "she/her"}, [])
        async with refused("version.other"):
            await change_own_contact(unit, dana, 1, {"pronouns": "they/them"}, [])


@pytest.mark.parametrize("field", ["email", "legal_name", "kind", "phone"])
async def test_what_proves_who_somebody_is_is_not_theirs_to_change(place: Place, field: str) -> None:
    ana = place.client(await place.clinic.client("Ana"))
    assert field not in OWN_FIELDS
    async with place.write() as unit:
        with pytest.raises(ValueError, match="not one's own"):
            await change_own_contact(unit, ana, 1, {field: "x"}, [])
