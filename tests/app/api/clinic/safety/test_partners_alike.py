"""Neither partner can tell whose screening led to `held`, or whether anybody's did: worlds compared in every byte.

The worlds differ in one thing: nobody was screened; Ana's own therapist holds her; Ben's holds him. Where partners
are not kept waiting, a fourth is compared, in which both are cleared. In each, both partners ask everything that the
application serves to people who are signed in, both open their seats' pages, and both are written to. Ids, clock and
order are the same in all worlds; secrets are compared in their lengths.

The work behind an answer is compared as the number and the shape of its queries. That stands for time here: a test of
durations, on a machine that does other things, fails by chance and proves nothing.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

import httpx
import pytest

from app.mail.wording import MailKind
from clinic.safety.readiness import Standing
from tests.app.api.clinic.document.test_document import document
from tests.app.conftest import WebService
from tests.support.schedule.clearance import CoupleCast
from tests.support.schedule.partner_worlds import Operation, PartnerWorld, Seen, make_world

TO_PARTNERS = frozenset(
    {
        MailKind.INVITATION,
        MailKind.APPOINTMENT_PLANNED,
        MailKind.APPOINTMENT_MOVED,
        MailKind.APPOINTMENT_CANCELLED,
        MailKind.REMINDER,
        MailKind.SIGN_IN_RECOVERY,
        MailKind.NEW_DEVICE_NOTICE,
        MailKind.OWN_PAGE,
    }
)
"""Kinds of mail that reach clients. A new kind fails the test below until somebody has said which it is."""
TO_OTHERS = frozenset(
    {
        MailKind.STAFF_INVITATION,
        MailKind.EMERGENCY_ACCESS,
        MailKind.ADDRESS_CHECK,
        MailKind.STAFF_NEEDED,
        MailKind.HANDED_OVER,
        MailKind.TASK_WAITING,
        MailKind.WEBHOOK_OFF,
    }
)


def operations() -> list[Operation]:
    """Return every described operation for people who are signed in: what reads first, signing out last."""
    found = [
        (method.upper(), path, one)
        for path, methods in document()["paths"].items()
        for method, one in methods.items()
        if one["security"]
    ]
    return sorted(found, key=lambda each: ("sign" in each[1], each[0] != "GET", each[1], each[0]))


async def nobody(_cast: CoupleCast) -> None:
    """Nobody was screened."""


async def ana_is_held(cast: CoupleCast) -> None:
    assert (await cast.screen(cast.ida, cast.ana, [5, 5, 4, 4])).status_code == 201
    assert (await cast.decide(cast.ida, cast.ana, "hold", "danger")).status_code == 200


async def ben_is_held(cast: CoupleCast) -> None:
    await cast.clear(cast.ida, cast.ana)
    assert (await cast.screen(cast.ivo, cast.ben, [1, 2, 1, 1])).status_code == 201
    assert (await cast.decide(cast.ivo, cast.ben, "hold", "judgement")).status_code == 200


async def both_are_cleared(cast: CoupleCast) -> None:
    await cast.clear(cast.ida, cast.ana)
    await cast.clear(cast.ivo, cast.ben)


Moves = Callable[[CoupleCast], Awaitable[None]]
WORLDS: tuple[Moves, ...] = (nobody, ana_is_held, ben_is_held)
Make = Callable[[int, Moves], Awaitable[PartnerWorld]]


@pytest.fixture
def make(web_service: WebService, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Make:
    async def make(number: int, moves: Moves) -> PartnerWorld:
        world = await make_world(number, web_service, client, monkeypatch)
        # Before the session opens: beside the partner nobody is screened.
        await moves(world.cast)
        await world.plan()
        return world

    return make


def differences(worlds: list[list[Seen]]) -> list[tuple[Seen, Seen]]:
    """Return the first few answers that differ from those of the first world."""
    first, *others = worlds
    assert [len(one) for one in others] == [len(first)] * len(others)
    return [
        (there, here) for other in others for there, here in zip(first, other, strict=True) if there != here
    ][:3]


@pytest.mark.parametrize("moves", [WORLDS, pytest.param((nobody, both_are_cleared), marks=pytest.mark.slow)])
async def test_every_answer_is_the_same_in_bytes_size_order_and_work(
    make: Make, moves: Sequence[Moves]
) -> None:
    worlds = []
    for number, each in enumerate(moves, 1):
        world = await make(number, each)
        worlds.append(
            [
                seen
                for who, person in world.partners.items()
                async for seen in world.everything(who, person, operations())
            ]
        )
    assert differences(worlds) == []
    statuses = Counter(seen.status for seen in worlds[0])
    assert len(worlds[0]) >= 2 * len(operations())
    assert statuses[200] >= 20, "much of it was answered"
    assert statuses[429] == 0


async def test_every_seats_page_before_the_room_is_the_same(make: Make) -> None:
    worlds = []
    for number, moves in enumerate((*WORLDS, both_are_cleared), 1):
        world = await make(number, moves)
        worlds.append([seen async for seen in world.seats()])
    assert differences(worlds) == []
    assert Counter(seen.status for seen in worlds[0]).keys() == {200, 204}


async def test_the_room_is_told_the_same_of_both_and_only_staff_learn_that_they_wait(make: Make) -> None:
    found = [await (await make(number, moves)).ready() for number, moves in enumerate(WORLDS, 1)]
    assert found[0] == found[1] == found[2]
    todo = ("sign.agreement", "sign.couples", "location", "surroundings")
    assert found[0][0] == {who: Standing(todo, ("arranging",)) for who in ("ana", "ben")}
    cleared, queries = await (await make(4, both_are_cleared)).ready()
    assert cleared == {who: Standing(todo) for who in ("ana", "ben")}
    assert queries == found[0][1], "not even the work differs"


async def test_every_mail_is_the_same_and_goes_at_the_same_time(make: Make) -> None:
    assert frozenset(MailKind) == TO_PARTNERS | TO_OTHERS
    worlds = [
        await (await make(number, moves)).mails()
        for number, moves in enumerate((*WORLDS, both_are_cleared), 1)
    ]
    assert worlds[0] == worlds[1] == worlds[2] == worlds[3]
    for who in ("ana", "ben"):
        assert {kind for one, kind, *_ in worlds[0] if one == who} == TO_PARTNERS


async def test_a_move_that_leaves_a_couple_waiting_reaches_nobody(make: Make) -> None:
    """From nothing to held, and back: the room is asked to look, and finds what it knew."""
    world = await make(1, nobody)
    before = await world.ready()
    cast, told = world.cast, world.service.told
    told.clear()
    for move, reason in (("hold", "danger"), ("reopen", "changed"), ("hold", "declined")):
        assert (await cast.decide(cast.ida, cast.ana, move, reason)).status_code == 200
        assert await world.ready() == before
    assert told == [world.session["id"]] * 3
