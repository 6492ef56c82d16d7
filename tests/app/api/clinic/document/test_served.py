import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from starlette.requests import Request

from app.api.clinic.document.served import ServedDocument

REQUEST = Request({"type": "http", "method": "GET", "path": "/openapi.json", "headers": []})


class Maker:
    """Makes a description as soon as it may, and notes on which thread."""

    def __init__(self, began: Callable[[], object]) -> None:
        self.may = threading.Event()
        self._began = began
        self.threads: list[threading.Thread] = []

    def __call__(self) -> dict[str, Any]:
        self.threads.append(threading.current_thread())
        self._began()
        assert self.may.wait(10)
        return {"title": "Ñandú"}


async def test_it_is_made_once_however_many_ask_and_the_loop_goes_on_meanwhile() -> None:
    began, loop = asyncio.Event(), asyncio.get_running_loop()
    maker = Maker(lambda: loop.call_soon_threadsafe(began.set))
    document = ServedDocument(maker)
    async with asyncio.TaskGroup() as tasks:
        asked = [tasks.create_task(document.answer(REQUEST)) for _ in range(20)]
        async with asyncio.timeout(10):
            await began.wait()
        assert not any(one.done() for one in asked)
        maker.may.set()
    answers = {one.result().body for one in asked}
    assert answers == {'{"title":"Ñandú"}'.encode()}
    assert (await document.answer(REQUEST)).headers["content-type"] == "application/json"
    assert [one is threading.main_thread() for one in maker.threads] == [False]


async def test_what_failed_is_made_again() -> None:
    outcomes = [ValueError("a fault"), None]

    def make() -> dict[str, Any]:
        if (failed := outcomes.pop(0)) is not None:
            raise failed
        return {}

    document = ServedDocument(make)
    with pytest.raises(ValueError, match="a fault"):
        await document.answer(REQUEST)
    assert (await document.answer(REQUEST)).body == b"{}"
