"""Who is signed in where a seat's link is opened."""

import pytest
from app.persistence.repositories.sign_ins import SignInRepository

from app.access.seats import check_no_pin, find_signed_in
from app.auth.one_time import make_secret
from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from clinic.errors import Refused
from clinic.identity.access import PrincipalKind
from clinic.identity.sign_ins import SignIn, SignInState
from clinic.ids import ClinicId, PersonId, SignInId
from tests.app.conftest import DATA_KEY, add_session
from tests.support.rooms.fakes import FakeClock
from tests.support.rooms.setups import ELENA, START


async def test_a_sign_in_says_who_it_is_until_it_has_idled_away(sqlite: Database) -> None:
    await add_session(sqlite)
    store, clock, secret, now = (
        ClinicStore(sqlite, InstallationKey(DATA_KEY)),
        FakeClock(),
        make_secret(),
        to_datetime(START),
    )
    sign_in = SignIn(
        SignInId("si_1"),
        ClinicId("cl_test"),
        PersonId(ELENA),
        PrincipalKind.CLIENT,
        SignInState.ACTIVE,
        now,
        now,
        now,
    )
    async with sqlite.transaction(writes=True) as session:
        await SignInRepository(session).add(sign_in, secret.hashed, "pin", "Firefox on Linux")
    assert await find_signed_in(store, clock, secret.text) == ELENA
    assert await find_signed_in(store, clock, "") is None
    assert await find_signed_in(store, clock, make_secret().text) is None
    clock.time += 24 * 3600
    assert await find_signed_in(store, clock, secret.text) is None


async def test_no_pin_is_right_while_no_account_has_one() -> None:
    with pytest.raises(Refused, match=r"sign_in\.wrong"):
        await check_no_pin("anything")
