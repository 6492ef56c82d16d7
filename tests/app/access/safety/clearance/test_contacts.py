"""Whether a client's contact for emergencies is the partner, and whether the couple is cleared."""

import pytest

from app.access.safety.clearance.contacts import is_cleared, is_contact_partner
from clinic.people.couples import couple_of
from clinic.people.person import EmergencyContact
from tests.app.access.conftest import NOW, Place
from tests.support.schedule.clearance import clear_couple


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (EmergencyContact("Mia Sol", "+12025550111", "sister"), False),
        (EmergencyContact("Ben Okafor", "+12025550111", "a friend"), True),
        (EmergencyContact("Mr. B.", "+12025550177", ""), True),
        (EmergencyContact("B.", "+12025550111", "husband"), True),
        (EmergencyContact(), False),
    ],
)
async def test_the_partner_is_known_by_name_telephone_or_relation(
    place: Place, contact: EmergencyContact, expected: bool
) -> None:
    ana = await place.clinic.client("Ana Lopez", emergency=contact)
    ben = await place.clinic.client("Ben Okafor", phone="+12025550177")
    await place.couple(ana, ben)
    record = await place.record(ana)
    async with place.write() as unit:
        couple = couple_of(ana, await unit.couples.of([ana]), NOW)
        assert await is_contact_partner(unit, record, couple) is expected
        assert couple is not None
        assert not await is_cleared(unit, couple)


async def test_without_a_couple_only_the_relation_tells(place: Place) -> None:
    ana = await place.clinic.client("Ana", emergency=EmergencyContact("B.", "+12025550111", "partner"))
    record = await place.record(ana)
    async with place.write() as unit:
        assert await is_contact_partner(unit, record, None)


async def test_a_couple_is_cleared_once_both_are(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    couple = await place.couple(ana, ben)
    for partner, expected in ((ana, False), (ben, True)):
        await clear_couple(place.clinic, couple, partner)
        async with place.write() as unit:
            found = await unit.couples.find(couple)
            assert found is not None
            assert await is_cleared(unit, found.unit) is expected
