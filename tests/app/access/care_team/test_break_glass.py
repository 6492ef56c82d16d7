from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from app.access.care_team.break_glass import GLASS_LASTS, break_glass
from app.access.people.people import read_person
from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.care_team import GlassBreakRow
from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole
from tests.app.access.conftest import NOW, Place, invalid, refused

REASON = "He called in distress and his counselor is away."


@dataclass
class Alerts:
    """Remembers whom it told."""

    told: list[PersonId] = field(default_factory=list)

    async def emergency_access(self, unit: ClinicUnit, person: PersonId) -> bool:
        self.told.append(person)
        return True


async def test_emergency_facts_are_open_for_an_hour_and_the_directors_are_told(place: Place) -> None:
    ben, dana, alerts = await place.clinic.client("Ben"), await place.staff(StaffRole.CLINICIAN), Alerts()
    director = await place.staff(StaffRole.CLINICAL_DIRECTOR)
    async with place.write() as unit:
        broken = await break_glass(unit, dana, ben, REASON, alerts)
    assert (broken.until, alerts.told) == (NOW + GLASS_LASTS, [director.person])
    for now, opened in ((NOW, True), (NOW + GLASS_LASTS, False)):
        async with place.write(now) as unit:
            view = await read_person(unit, dana, ben)
        assert (view.sees_identity, view.sees_contact) == (opened, False)
    assert ("glass.break", (ben, broken.id)) in await place.noted()


async def test_the_reason_is_kept_where_only_its_row_can_be_opened(place: Place) -> None:
    ben, director = await place.clinic.client("Ben"), await place.staff(StaffRole.CLINICAL_DIRECTOR)
    async with place.write() as unit:
        broken = await break_glass(unit, director, ben, REASON, Alerts())
        row = await unit.session.get(GlassBreakRow, broken.id)
        assert row is not None
        assert REASON not in row.reason
        assert unit.keys.open("glass_breaks.reason", broken.id, row.reason) == REASON


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "field.required"),
        ("   why    ", "field.too_short"),
        ("x" * 501, "field.too_long"),
        ("He is in danger\u2066.", "field.bidi"),
        ("He is in\x07 danger.", "field.control"),
    ],
)
async def test_a_reason_has_to_say_something(place: Place, reason: str, code: str) -> None:
    ben, dana, alerts = await place.clinic.client("Ben"), await place.staff(StaffRole.CLINICIAN), Alerts()
    async with place.write() as unit:
        async with invalid(reason=code):
            await break_glass(unit, dana, ben, reason, alerts)
    assert alerts.told == []


async def test_a_fresh_proof_is_needed_and_only_clients_have_such_facts(place: Place) -> None:
    ben, dana, alerts = await place.clinic.client("Ben"), await place.staff(StaffRole.CLINICIAN), Alerts()
    stale = place.principal(dana.person, StaffRole.CLINICIAN, proved_at=NOW - timedelta(hours=1))
    admin = await place.staff(StaffRole.ADMIN)
    async with place.write() as unit:
        async with refused("access.proof_needed", "break_glass.use"):
            await break_glass(unit, stale, ben, REASON, alerts)
        async with refused("access.denied", "break_glass.use"):
            await break_glass(unit, admin, ben, REASON, alerts)
        for person in (dana.person, PersonId("pt_none")):
            async with refused("person.unknown"):
                await break_glass(unit, dana, person, REASON, alerts)
