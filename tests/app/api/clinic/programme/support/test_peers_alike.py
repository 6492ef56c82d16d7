"""Nobody can tell a wish that was kept back, or answered with a block, from one that was not returned.

The worlds differ in what Ben and the care team did after Ana had named him; or before. In each Ana asks
everything that the support network serves, and does everything that she may. Ids, clock and order are the same in all
worlds, and so has to be every byte, every size, every query, and every mail.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx
import pytest

import app.runtime.ids as new_ids
from tests.app.conftest import WebService
from tests.support.schedule.network import SupportCast, cast_network
from tests.support.schedule.partner_worlds import Ids
from tests.support.service.clinics import CountedQueries, Visitor, open_clinic

Acts = Callable[[SupportCast], Awaitable[object]]
Seen = tuple[str, int, tuple[str, ...], str, int, tuple[str, ...]]
Make = Callable[[Acts, Acts], Awaitable[list[Seen]]]


async def nothing(_cast: SupportCast) -> None:
    """Ben has done nothing, and neither has anybody else."""


async def ben_blocks(cast: SupportCast) -> None:
    await cast.name(cast.ben, "Robin")
    assert (await cast.move(cast.ben, cast.ana, "block")).status_code == 200


async def veto(cast: SupportCast) -> None:
    assert (await cast.apart(cast.ida, cast.ana, cast.ben)).status_code == 200


async def veto_by_ben_s_side(cast: SupportCast) -> None:
    assert (await cast.apart(cast.ivo, cast.ben, cast.ana)).status_code == 200


async def veto_and_ben_s_wish(cast: SupportCast) -> None:
    await veto(cast)
    await cast.name(cast.ben, "Robin")
    answer = await cast.move(cast.ben, cast.ana, "offer")
    assert not any(one["mutual"] for one in answer.json()["peers"])


async def ben_is_suspended(cast: SupportCast) -> None:
    path = f"/people/{cast.ben.person}/network/suspension"
    assert (await cast.ivo.send("PUT", path, json={"suspended": True})).status_code == 200


async def ben_is_treated_again(cast: SupportCast) -> None:
    await cast.enrol(cast.ben)


UNRETURNED: tuple[Acts, ...] = (
    nothing,
    ben_blocks,
    veto,
    veto_by_ben_s_side,
    veto_and_ben_s_wish,
    ben_is_suspended,
    ben_is_treated_again,
)


async def ben_wishes(cast: SupportCast) -> None:
    await cast.name(cast.ben, "Robin")
    assert (await cast.move(cast.ben, cast.ana, "offer")).status_code == 200


async def ben_leaves(cast: SupportCast) -> None:
    assert (await cast.move(cast.ben, cast.ana, "leave")).status_code == 200


async def ben_leaves_and_wishes_again(cast: SupportCast) -> None:
    await ben_leaves(cast)
    await veto(cast)
    assert (await cast.move(cast.ben, cast.ana, "offer")).status_code == 200


async def ben_blocks_the_link(cast: SupportCast) -> None:
    assert (await cast.move(cast.ben, cast.ana, "block")).status_code == 200


ENDED: tuple[Acts, ...] = (
    ben_leaves,
    ben_blocks_the_link,
    veto,
    ben_is_suspended,
    ben_leaves_and_wishes_again,
)


async def ana_names_ben(cast: SupportCast) -> None:
    await cast.name(cast.ana, "Sparrow")
    assert (await cast.move(cast.ana, cast.ben, "offer")).status_code == 200


async def ana_has_a_name(cast: SupportCast) -> None:
    await cast.name(cast.ana, "Sparrow")


async def both_are_linked(cast: SupportCast) -> None:
    await cast.link()
    path = f"/me/network/people/{cast.ben.person}/line"
    assert (await cast.ana.send("PUT", path, json={"line": "Call me"})).status_code == 200


async def everything(
    cast: SupportCast, who: Visitor, other: Visitor, web: WebService, ids: Ids
) -> list[Seen]:
    """Ask and do everything that one of them may, in one order, with what there is to read after each."""
    moves = ("offer", "take_back", "offer", "dismiss", "block", "unblock", "offer", "leave", "take_back")
    line, reports = f"/me/network/people/{other.person}/line", f"/me/network/people/{other.person}/reports"
    asks: list[tuple[str, str, Any]] = [
        ("GET", "/me/network", None),
        ("PUT", line, {"line": "Hello"}),
        ("POST", reports, {"words": "They ask for money."}),
    ]
    for move in moves:
        asks += [
            ("POST", f"/me/network/people/{other.person}/moves", {"move": move}),
            ("GET", "/me/network", None),
        ]
    asks += [("GET", path, None) for path in ("/me/network/groups", "/me/activities", "/me/check-ins")]
    asks += [("GET", path, None) for path in ("/me", "/me/programme", "/me/agreements", "/me/aftercare")]
    asks += [("PUT", line, {"line": "Hello"}), ("POST", reports, {"words": "Again."})]
    found = []
    for method, path, body in asks:
        with CountedQueries(web.services.database) as counted:
            answer = await who.send(method, path, json=body)
        headers = tuple(f"{name}: {ids.plain(value)}" for name, value in answer.headers.multi_items())
        found.append(
            (
                f"{method} {ids.plain(path)} {body}",
                answer.status_code,
                headers,
                ids.plain(answer.text),
                len(answer.content),
                tuple(counted.statements),
            )
        )
    return found


@pytest.fixture
def make(web_service: WebService, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Make:
    number = 0

    async def make(before: Acts, acts: Acts) -> list[Seen]:
        nonlocal number
        number += 1
        ids = Ids(number)
        monkeypatch.setattr(new_ids, "_new", ids.new)
        clinic = await open_clinic(web_service.store, f"w{number}", web_service.now)
        cast = await cast_network(clinic, client)
        await before(cast)
        await acts(cast)
        found = await everything(cast, cast.ana, cast.ben, web_service, ids)
        async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
            mails = [one.mail for one in await unit.outbox.newest(["queued", "dropped"], 50)]
        told = sorted(
            (one.kind, str(one.state), one.open_facts()) for one in mails if one.person == cast.ana.person
        )
        return [*found, (f"mails {told}", 0, (), "", 0, ())]

    return make


def differences(worlds: Sequence[list[Seen]]) -> list[tuple[Seen, Seen]]:
    """Return the first few answers that differ from those of the first world."""
    first, *others = worlds
    assert [len(one) for one in others] == [len(first)] * len(others)
    return [
        (there, here) for other in others for there, here in zip(first, other, strict=True) if there != here
    ][:2]


async def test_a_veto_a_block_and_no_answer_are_the_same_in_every_byte(make: Make) -> None:
    worlds = [await make(ana_names_ben, acts) for acts in UNRETURNED]
    assert differences(worlds) == []
    assert '"named":true' in worlds[0][0][3]
    assert differences([worlds[0], await make(ana_names_ben, ben_wishes)]), "what is returned shows"


@pytest.mark.slow
async def test_they_are_the_same_when_they_were_there_before_the_wish(make: Make) -> None:
    assert differences([await make(ana_has_a_name, acts) for acts in UNRETURNED]) == []


async def test_every_end_of_a_link_is_the_same_in_every_byte(make: Make) -> None:
    worlds = [await make(both_are_linked, acts) for acts in ENDED]
    assert differences(worlds) == []
    assert '"ended":true' in worlds[0][0][3]
