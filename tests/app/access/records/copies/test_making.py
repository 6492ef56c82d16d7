"""Copies are made one after the other, taken up again after a fault, and given up after a few tries."""

import asyncio
import io
import json
import zipfile
from typing import Any

import pytest

from app.access.records.copies import making
from app.access.records.copies.making import CopyMaker
from app.access.records.copies.requests import ask_own, fetch_own
from app.persistence.unit_of_work import StorageUnavailable
from clinic.common.ids import PersonId
from clinic.records.copies import MOST_TRIES, CopyRequest, CopyState
from tests.app.access.conftest import NOW, Place
from tests.app.mail.outbox import Clock
from tests.support.service.waiting import PATIENCE_S


@pytest.fixture
def maker(place: Place) -> CopyMaker:
    return CopyMaker(place.clinic.store, Clock(NOW))


async def ask(place: Place, maker: CopyMaker) -> tuple[PersonId, str]:
    person = await place.clinic.client("Ana", legal_name="Ana Lopez")
    async with place.write() as unit:
        asked = await ask_own(unit, place.client(person), "en", maker.wake)
    return person, asked.id


async def found(place: Place, request: str) -> CopyRequest:
    async with place.write() as unit:
        one = await unit.copies.find(request)
    assert one is not None
    return one


async def test_a_copy_is_made_and_says_what_is_kept(place: Place, maker: CopyMaker) -> None:
    person, request = await ask(place, maker)
    assert await maker.make_waiting() == 1
    assert (await found(place, request)).state is CopyState.READY
    async with place.write() as unit:
        file = await fetch_own(unit, place.client(person), request)
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        data = json.loads(archive.read("data.json"))
    assert data["sections"]["profile"][0]["legal_name"] == "Ana Lopez"
    assert await maker.make_waiting() == 0
    assert ("copy.make", (person, request)) in await place.noted()


async def test_a_fault_is_met_a_few_times_and_keeps_no_other_copy_waiting(
    place: Place, maker: CopyMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, request = await ask(place, maker)
    whole, broken = making.write_copy, [True]

    def write(copy: Any) -> bytes:
        if broken[0]:
            raise RuntimeError("a fault")
        return whole(copy)

    monkeypatch.setattr(making, "write_copy", write)
    for tries in range(1, MOST_TRIES):
        await maker.make_waiting()
        one = await found(place, request)
        assert (one.state, one.tries) == (CopyState.WAITING, tries)
    await maker.make_waiting()
    assert (await found(place, request)).state is CopyState.FAILED
    broken[0] = False
    _, second = await ask(place, maker)
    await maker.make_waiting()
    assert (await found(place, second)).state is CopyState.READY


async def test_what_was_interrupted_is_taken_up_again_after_a_restart_and_not_for_ever(
    place: Place, maker: CopyMaker
) -> None:
    _, request = await ask(place, maker)
    for _ in range(MOST_TRIES):
        async with place.write() as unit:
            one = await unit.copies.find(request)
            assert one is not None
            assert await unit.copies.begin(one) is not None
            assert await unit.copies.begin(one) is None, "somebody else has taken it up"
    await CopyMaker(place.clinic.store, Clock(NOW)).make_waiting()
    assert (await found(place, request)).state is CopyState.FAILED


async def test_it_sleeps_until_somebody_asks_and_an_outage_ends_nothing(
    place: Place, maker: CopyMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, request = await ask(place, maker)
    calls: list[int] = []
    again = asyncio.Event()
    real = maker.make_waiting

    async def make() -> int:
        calls.append(1)
        if len(calls) == 1:
            maker.wake()
            raise StorageUnavailable("away")
        made = await real()
        again.set()
        return made

    monkeypatch.setattr(maker, "make_waiting", make)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(maker.run())
        async with asyncio.timeout(PATIENCE_S):
            await again.wait()
        running.cancel()
    assert (await found(place, request)).state is CopyState.READY
