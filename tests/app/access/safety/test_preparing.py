"""What somebody says before the room: kept, offered again on their own screen, and never shown on a shared one."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from typing import Any

import pytest

from app.access.safety import preparing
from app.access.safety.preparing import (
    Offer,
    Steps,
    acknowledge_document,
    decline_document,
    read_steps,
    say_place,
    say_surroundings,
    sign_document,
)
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.consents.documents import DocumentKind
from clinic.consents.versions import VersionId
from clinic.people.person import Address
from clinic.safety.places import Place
from clinic.safety.surroundings import Company, Surroundings
from rooms.model.ids import PersonId, SeatId
from tests.app.conftest import WebService
from tests.clinic.safety.people_there import ALONE, OAK_STREET, RIVER_STREET
from tests.support.consents import version_of
from tests.support.schedule.prepared import Prepared, prepare_session
from tests.support.schedule.world import World

NOTHING = ("location", "surroundings")
K = DocumentKind
Act = Callable[..., Awaitable[None]]


async def steps(world: World, session: Prepared, seat: SeatId, proved: Collection[str]) -> Steps:
    async with world.clinic.store.read(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        people = [PersonId(each) for each in proved]
        return await read_steps(unit, session.setup, seat, people)


async def say(
    world: World, session: Prepared, seat: SeatId, person: str, said: Place | Surroundings | None
) -> None:
    who = PersonId(person)
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        if isinstance(said, Surroundings):
            await say_surroundings(unit, session.setup, seat, who, said)
        else:
            await say_place(unit, session.setup, seat, who, said)


async def test_what_is_said_is_done(world: World, session: Prepared) -> None:
    cleo, seat = session.cleo, session.cleos
    assert await steps(world, session, seat, [cleo]) == Steps({PersonId(cleo): NOTHING}, None)
    await say(world, session, seat, cleo, replace(RIVER_STREET, phone="212 555 0100"))
    assert await steps(world, session, seat, [cleo]) == Steps(
        {PersonId(cleo): ("surroundings",)}, Offer(RIVER_STREET, said=True)
    )
    await say(world, session, seat, cleo, ALONE)
    assert (await steps(world, session, seat, [cleo])).todo == {PersonId(cleo): ()}


async def test_who_cannot_say_it_has_nothing_more_to_do(world: World, session: Prepared) -> None:
    await say(world, session, session.cleos, session.cleo, None)
    assert (await steps(world, session, session.cleos, [session.cleo])).todo == {PersonId(session.cleo): ()}


async def test_the_last_place_is_offered_on_ones_own_screen(
    web_service: WebService, world: World, session: Prepared
) -> None:
    for person in (session.cleo, session.ana):
        seat = session.setup.seat_of(PersonId(person))
        await say(world, session, seat, person, RIVER_STREET)
    later = await prepare_session(web_service, world, minutes=12)
    assert (await steps(world, later, later.cleos, [later.cleo])).offer == Offer(RIVER_STREET, said=False)
    assert (await steps(world, later, later.couples, [later.ana, later.ben])).offer is None


async def test_the_address_of_the_clinic_is_offered_first(world: World, session: Prepared) -> None:
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        record = await unit.people.find(session.cleo)
        assert record is not None
        address = Address("1 River Street", "", "New York", "NY", "")
        fields = replace(record.fields, address=address, phone=RIVER_STREET.phone)
        await unit.people.change(record, fields, record.more_languages)
    assert (await steps(world, session, session.cleos, [session.cleo])).offer == Offer(RIVER_STREET, False)


async def test_on_a_shared_screen_only_what_was_said_there_is_shown_without_a_phone(
    world: World, session: Prepared
) -> None:
    ana, ben, seat = session.ana, session.ben, session.couples
    her_phone = session.setup.companion_of(PersonId(ana))
    assert her_phone is not None
    await say(world, session, her_phone, ana, OAK_STREET)
    assert (await steps(world, session, seat, [ana, ben])).offer is None
    await say(world, session, seat, ana, RIVER_STREET)
    found = await steps(world, session, seat, [ana, ben])
    assert found.offer == Offer(replace(RIVER_STREET, phone=""), said=True)
    assert found.todo == {PersonId(ana): ("surroundings",), PersonId(ben): NOTHING}
    await say(world, session, seat, ana, ALONE)
    assert (await steps(world, session, seat, [ana, ben])).todo == {
        PersonId(ana): (),
        PersonId(ben): ("location",),
    }


async def test_who_has_not_shown_who_they_are_is_not_in_the_answer(world: World, session: Prepared) -> None:
    found = await steps(world, session, session.couples, [session.ana])
    assert found.todo.keys() == {session.ana}
    assert await steps(world, session, session.cleos, []) == Steps({}, None)


async def test_a_partner_is_not_asked_about_on_a_shared_screen(world: World, session: Prepared) -> None:
    with_partner = Surroundings(True, True, frozenset({Company.PARTNER}))
    with pytest.raises(Invalid) as refused:
        await say(world, session, session.couples, session.ana, with_partner)
    assert refused.value.errors == (FieldError("company", "field.choice"),)


async def test_a_wrong_place_is_refused_whole_and_nothing_is_kept(world: World, session: Prepared) -> None:
    with pytest.raises(Invalid) as refused:
        await say(world, session, session.cleos, session.cleo, replace(RIVER_STREET, city="", phone="1"))
    assert {error.field for error in refused.value.errors} == {"city", "phone"}
    assert (await steps(world, session, session.cleos, [session.cleo])).offer is None


async def test_what_is_said_has_a_bound(
    world: World, session: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "MOST_ENTRIES", 1)
    await say(world, session, session.cleos, session.cleo, RIVER_STREET)
    with pytest.raises(Refused, match=r"preparation\.full"):
        await say(world, session, session.cleos, session.cleo, OAK_STREET)
    assert (await steps(world, session, session.cleos, [session.cleo])).offer == Offer(RIVER_STREET, True)


async def test_staff_and_sessions_that_do_not_ask_have_no_steps(world: World, session: Prepared) -> None:
    dana = PersonId(world.dana.person)
    with pytest.raises(Refused, match=r"preparation\.none"):
        await say(world, session, session.setup.seat_of(dana), dana, RIVER_STREET)
    with pytest.raises(Refused, match=r"preparation\.none"):
        await steps(world, replace(session, setup=replace(session.setup, checks=False)), session.cleos, [])


async def signing(world: World, session: Prepared, seat: SeatId, person: str, act: Act, kind: K) -> None:
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        await act(unit, session.setup, seat, PersonId(person), VersionId(f"dv_{kind}-1"), "en")


async def decline(*args: Any) -> None:
    await decline_document(*args[:-1])


@pytest.fixture
async def unsigned(web_service: WebService, world: World) -> Prepared:
    return await prepare_session(web_service, world, signed=False)


async def test_document_by_document_until_the_place_asks_for_its_own(
    world: World, unsigned: Prepared
) -> None:
    cleo, seat, who = unsigned.cleo, unsigned.cleos, PersonId(unsigned.cleo)
    first = await steps(world, unsigned, seat, [cleo])
    assert first.todo[who] == ("sign.agreement", "sign.group", *NOTHING)
    assert first.documents[who].text.title == "Keeping this space private"
    for kind in (K.AGREEMENT, K.GROUP):
        await signing(world, unsigned, seat, cleo, sign_document, kind)
    await say(world, unsigned, seat, cleo, RIVER_STREET)
    there = await steps(world, unsigned, seat, [cleo])
    assert there.todo[who] == ("sign.telehealth", "surroundings")
    await signing(world, unsigned, seat, cleo, sign_document, K.TELEHEALTH)
    await say(world, unsigned, seat, cleo, ALONE)
    done = await steps(world, unsigned, seat, [cleo])
    assert (done.todo, done.documents) == ({who: ()}, {})
    await say(world, unsigned, seat, cleo, OAK_STREET)
    moved = await steps(world, unsigned, seat, [cleo])
    assert moved.todo[who] == ("sign.telehealth",), "another state, another consent"


async def test_at_the_next_session_one_tap_is_enough(
    web_service: WebService, world: World, session: Prepared
) -> None:
    later = await prepare_session(web_service, world, minutes=12, signed=False)
    seat, who = later.cleos, PersonId(later.cleo)
    assert (await steps(world, later, seat, [who])).todo[who] == ("acknowledge.agreement", *NOTHING)
    for _ in range(2):
        await signing(world, later, seat, who, acknowledge_document, K.AGREEMENT)
    assert (await steps(world, later, seat, [who])).todo[who] == NOTHING


async def test_on_one_screen_each_partner_signs_for_themself(world: World, unsigned: Prepared) -> None:
    ana, ben, seat = unsigned.ana, unsigned.ben, unsigned.couples
    await signing(world, unsigned, seat, ana, sign_document, K.AGREEMENT)
    todo = (await steps(world, unsigned, seat, [ana, ben])).todo
    assert todo[PersonId(ana)][0] == "sign.group"
    assert todo[PersonId(ben)][0] == "sign.agreement"


async def test_what_is_private_is_signed_on_the_own_phone_and_never_where_two_look(
    web_service: WebService, world: World
) -> None:
    session = await prepare_session(web_service, world, signed=False, track="sud")
    ana, seat, who = session.ana, session.couples, PersonId(session.ana)
    phone = session.setup.companion_of(who)
    assert phone is not None
    shared = await steps(world, session, seat, [ana])
    assert not [step for step in shared.todo[who] if "private" in step]
    with pytest.raises(Refused, match=r"consent\.own_screen"):
        await signing(world, session, seat, ana, sign_document, K.PART2)
    own = await steps(world, session, phone, [ana])
    assert own.todo[who] == ("sign.agreement", "sign.private", "sign.group"), "and no place"
    assert own.offer is None
    await signing(world, session, phone, ana, sign_document, K.PART2)
    assert (await steps(world, session, phone, [ana])).todo[who] == ("sign.agreement", "sign.group")


async def test_an_old_version_is_refused_and_what_is_required_cannot_be_declined(
    world: World, unsigned: Prepared
) -> None:
    cleo, seat = unsigned.cleo, unsigned.cleos
    for kind in (K.AGREEMENT, K.OBSERVERS):
        with pytest.raises(Refused, match=r"consent\.required"):
            await signing(world, unsigned, seat, cleo, decline, kind)
    newer = version_of(
        K.AGREEMENT,
        2,
        world.clinic.now,
        writer=world.dana.person,
        written_at=world.clinic.now,
    )
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        await unit.documents.add(newer)
    with pytest.raises(Refused, match=r"consent\.changed") as refused:
        await signing(world, unsigned, seat, cleo, sign_document, K.AGREEMENT)
    assert refused.value.reason == newer.id
    found = await steps(world, unsigned, seat, [cleo])
    assert found.documents[PersonId(cleo)].version == newer.id


async def test_an_observer_may_be_refused_and_nobody_is_asked_again(
    web_service: WebService, world: World
) -> None:
    watched = [world.leader(world.elena, "observer")]
    session = await prepare_session(web_service, world, signed=False, also=watched)
    seat, who = session.cleos, PersonId(session.cleo)
    before = (await steps(world, session, seat, [who])).todo[who]
    assert before == ("sign.agreement", "sign.group", "sign.observers", *NOTHING)
    await signing(world, session, seat, who, decline, K.OBSERVERS)
    assert (await steps(world, session, seat, [who])).todo[who] == ("sign.agreement", "sign.group", *NOTHING)
