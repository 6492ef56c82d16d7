"""One's own sign-ins where HTTP adds nothing."""

from app.access.callers import Caller, find_caller
from app.access.identity.own.me import access_me, access_own_sign_ins, own_deadline, sign_out
from app.persistence.clinic_store import Actor
from clinic.common.ids import PersonId
from clinic.identity.recovery import FEW
from clinic.identity.sign_ins import LONGEST, SignInEvent
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import CLIENT, HERE, OWNER, sign_in


async def caller(practice: WebService, person: PersonId) -> Caller:
    _, secret = await sign_in(practice.store, practice.now, person)
    return await find_caller(practice.store, secret, practice.now, in_live_room=lambda _person: False)


async def test_what_idled_away_is_no_longer_listed(practice: WebService) -> None:
    await sign_in(practice.store, practice.now, CLIENT)
    practice.clock.time += 3600
    client = await caller(practice, CLIENT)
    listed = await access_own_sign_ins(practice.identity, client)
    assert [one.sign_in.id for one in listed] == [client.principal.sign_in]
    practice.in_rooms.add(CLIENT)
    assert len(await access_own_sign_ins(practice.identity, client)) == 2


async def test_in_a_live_room_only_the_greatest_age_ends_a_sign_in(practice: WebService) -> None:
    owner = await caller(practice, OWNER)
    assert own_deadline(practice.identity, owner).event is SignInEvent.IDLED
    practice.in_rooms.add(OWNER)
    found = own_deadline(practice.identity, owner)
    assert (found.event, found.ends_at) == (SignInEvent.TIMED_OUT, practice.now + LONGEST)


async def test_signing_out_also_ends_what_awaits_its_second_proof(practice: WebService) -> None:
    _, secret = await sign_in(practice.store, practice.now, OWNER, second_factor=True)
    for _ in range(2):
        await sign_out(practice.identity, secret, practice.now)
    await sign_out(practice.identity, "nobody's", practice.now)
    async with practice.store.read(HERE, Actor("operator"), practice.now) as unit:
        assert await unit.sign_ins.of_person(OWNER) == []
        assert [one.entry.action for one in await unit.audit.page()] == ["sign_in.end"]


async def test_staff_with_a_password_are_asked_for_new_recovery_codes_when_few_are_left(
    practice: WebService,
) -> None:
    hashes = [f"{number:064}" for number in range(FEW + 1)]
    owner = await caller(practice, OWNER)
    async with practice.store.write(HERE, Actor(OWNER), practice.now) as unit:
        await unit.accounts.set_password(OWNER, "a hash")
        await unit.recovery_codes.replace(OWNER, hashes, practice.now)
    assert (await access_me(practice.identity, owner)).missing == ("totp",)
    async with practice.store.write(HERE, Actor(OWNER), practice.now) as unit:
        assert await unit.recovery_codes.use(OWNER, hashes[0], practice.now)
    assert (await access_me(practice.identity, owner)).missing == ("totp", "recovery_codes")
