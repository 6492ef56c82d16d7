"""What a clinic chooses about clearance: checked whole, by those who write its policies."""

from dataclasses import replace

import pytest

from app.access.callers import Caller
from app.access.safety.clearance.settings import access_settings, keep_settings
from clinic.common.ids import SignInId
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from clinic.identity.sign_ins import start
from clinic.safety.clearance import ClearanceSettings
from clinic.safety.screening import HITS, Instrument, InstrumentKind
from tests.app.access.conftest import NOW, Place, invalid, refused

OWN = Instrument(InstrumentKind.OWN, " Our  questions ", (" Are you afraid? ",), 0, 3, 2)


def caller(place: Place, who: Principal) -> Caller:
    sign_in = start(SignInId("si_1"), place.clinic.id, who.person, who.kind, NOW, second_factor=False)
    return Caller(who, sign_in, NOW, place.clinic.store)


async def test_a_director_chooses_and_everybody_at_work_reads_it(place: Place) -> None:
    director = caller(place, await place.staff(StaffRole.CLINICAL_DIRECTOR))
    found, version = await access_settings(caller(place, await place.staff(StaffRole.CLINICIAN)))
    assert found == ClearanceSettings()
    chosen, after, rooms = await keep_settings(director, ClearanceSettings(False, 90, OWN), version)
    assert (chosen.instrument.title, chosen.instrument.items) == ("Our questions", ("Are you afraid?",))
    assert (after, rooms) == (version + 1, [])
    assert await access_settings(director) == (chosen, after)
    assert "clearance.settings" in {action for action, _ in await place.noted()}
    async with refused("version.other"):
        await keep_settings(director, ClearanceSettings(), version)


@pytest.mark.parametrize("role", [StaffRole.ADMIN, StaffRole.CLINICIAN, StaffRole.CARE_COORDINATOR])
async def test_nobody_else_changes_it(place: Place, role: StaffRole) -> None:
    async with refused("access.denied"):
        await keep_settings(caller(place, await place.staff(role)), ClearanceSettings(), 1)


async def test_everything_that_is_wrong_is_said_at_once(place: Place) -> None:
    director = caller(place, await place.staff(StaffRole.CLINICAL_DIRECTOR))
    wrong = replace(HITS, title="", highest=4)
    async with invalid(
        instrument__title="field.required",
        instrument__highest="screening.scale",
        review_days="clearance.review_days",
    ):
        await keep_settings(director, ClearanceSettings(True, 7, wrong), 1)
