"""Invitations that staff make; what links do is tested over HTTP."""

import pytest

from app.access.callers import Caller, find_caller
from app.access.identity.links import access_invite, access_withdraw_invitations, look_at_link
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import PROOF_LASTS
from clinic.identity.roles import StaffRole
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import ADMIN, CLIENT, OWNER, add_person, sign_in

CLINICIAN = PersonId("pt_clinician")


async def caller(practice: WebService, person: PersonId) -> Caller:
    _, secret = await sign_in(practice.store, practice.now, person)
    return await find_caller(practice.store, secret, practice.now, in_live_room=lambda _person: False)


async def refusal(practice: WebService, who: Caller, person: PersonId) -> str:
    with pytest.raises(Refused) as refused:
        await access_invite(practice.identity, who, person)
    return refused.value.code


async def test_an_invitation_is_sent_and_replaces_the_one_before(practice: WebService) -> None:
    admin = await caller(practice, ADMIN)
    first, second = [(await access_invite(practice.identity, admin, CLIENT)).url for _ in range(2)]
    assert practice.notices.sent == [("invite", CLIENT, first), ("invite", CLIENT, second)]
    with pytest.raises(Refused, match=r"link\.withdrawn"):
        await look_at_link(practice.identity, first.rpartition("#")[2], practice.now)
    view = await look_at_link(practice.identity, second.rpartition("#")[2], practice.now)
    assert (view.person, view.name, view.needs) == (None, "Client", ("passkey", "pin"))


async def test_an_invitation_can_be_withdrawn(practice: WebService) -> None:
    admin = await caller(practice, ADMIN)
    url = (await access_invite(practice.identity, admin, CLIENT)).url
    assert await access_withdraw_invitations(admin, CLIENT) == 1
    assert await access_withdraw_invitations(admin, CLIENT) == 0
    with pytest.raises(Refused, match=r"link\.withdrawn"):
        await look_at_link(practice.identity, url.rpartition("#")[2], practice.now)


async def test_nobody_gets_at_the_account_of_somebody_above_them(practice: WebService) -> None:
    await add_person(practice.store, practice.now, CLINICIAN, StaffRole.CLINICIAN)
    admin, clinician = await caller(practice, ADMIN), await caller(practice, CLINICIAN)
    assert await refusal(practice, admin, OWNER) == "roles.not_grantable"
    assert await refusal(practice, clinician, ADMIN) == "access.denied"
    assert await refusal(practice, await caller(practice, CLIENT), CLIENT) == "access.denied"
    assert await access_invite(practice.identity, admin, CLINICIAN)
    assert await access_invite(practice.identity, clinician, CLIENT)


async def test_new_credentials_for_staff_need_a_fresh_proof(practice: WebService) -> None:
    await add_person(practice.store, practice.now, CLINICIAN, StaffRole.CLINICIAN)
    _, secret = await sign_in(practice.store, practice.now, ADMIN)
    practice.clock.time += PROOF_LASTS.total_seconds() + 1
    admin = await find_caller(practice.store, secret, practice.now, in_live_room=lambda _person: False)
    assert await refusal(practice, admin, CLINICIAN) == "access.proof_needed"
    assert await access_invite(practice.identity, admin, CLIENT)


async def test_an_unknown_person_is_unknown(practice: WebService) -> None:
    assert await refusal(practice, await caller(practice, ADMIN), PersonId("pt_none")) == "person.unknown"
