import re
from pathlib import Path

import pytest

import app
from app.api.ops.page import render_page
from app.observability.operations import ServiceReading
from media.counters import PeerQuality
from media.pool.pool import RelayRoomState, WorkerState
from tests.app.observability.relay import WatchedRelay, worker

FRAME = (Path(app.__file__).parent / "web" / "ops.html").read_text()
SERVICE = ServiceReading(rooms=2, backlog=0, refused=0, lag_ms=0.4)
ROOMS = WatchedRelay().rooms


def page(
    *workers: WorkerState, rooms: tuple[RelayRoomState, ...] = ROOMS, service: ServiceReading = SERVICE
) -> str:
    return render_page(FRAME, workers, rooms, service, sockets=3)


def buttons(text: str) -> list[str]:
    return re.findall(r'data-post="([^"]+)"', text)


@pytest.mark.parametrize(
    ("workers", "words"),
    [
        ((worker(0), worker(1)), "All is calm. 2 rooms, 2 seats connected."),
        ((worker(0), worker(1, share=0.9)), "Some of the workers have much to do."),
        ((worker(0), worker(1, up=False)), "1 of 2 workers are ready."),
        ((worker(0, up=False),), "No worker is ready: nobody is heard or seen now."),
    ],
)
def test_it_begins_with_how_things_are(workers: tuple[WorkerState, ...], words: str) -> None:
    assert words in page(*workers)


def test_each_connection_is_told_by_its_seat() -> None:
    text = page(worker(0))
    assert "<code>ss_one</code> on worker 0" in text
    assert "<code>se_ana</code> <span>good both ways</span>" in text
    assert "<code>se_ben</code> <span>connected; nothing measured yet</span>" in text
    assert "Nobody is connected." in text
    assert "No room is open." in page(worker(0), rooms=())


def test_whose_browser_lacks_a_format_is_counted_and_told() -> None:
    rooms = (RelayRoomState("ss_one", 0, ("se_ana",), {}, {"se_ana": ("see", "be_seen")}),)
    text = page(worker(0), rooms=rooms)
    assert "1 browser lacks a format for sound or pictures." in text
    assert "; its browser lacks a format to see, to be seen</span>" in text
    assert "lacks a format" not in page(worker(0))


def test_a_worker_can_be_drained_only_when_another_takes_its_rooms() -> None:
    assert buttons(page(worker(0), worker(1))) == ["/ops/workers/0/drain", "/ops/workers/1/drain"]
    assert buttons(page(worker(0))) == []
    assert buttons(page(worker(0), worker(1, up=False))) == []
    assert buttons(page(worker(0), worker(1, draining=True))) == ["/ops/workers/1/undrain"]


def test_what_waits_for_the_database_is_told() -> None:
    assert "nothing waits for the database" in page(worker(0))
    assert "1 record waits for the database" in page(worker(0), service=ServiceReading(1, 1, 0, 0))
    refused = page(worker(0), service=ServiceReading(1, 1, 1, 0))
    assert "the record of 1 room is refused or cannot be read" in refused
    assert "It had to be restarted 2 times." in page(worker(0, restarts=2))


def test_everything_from_outside_is_escaped() -> None:
    evil = '<script>"&'
    rooms = (RelayRoomState(evil, 0, (evil,), {evil: PeerQuality("good", "good", (evil,))}),)
    assert "<script>" not in page(worker(0), rooms=rooms)
