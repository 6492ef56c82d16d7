import json
import subprocess

import pytest
from aiortc.sdp import SessionDescription

from bench.relay import janus
from bench.relay.janus import JanusFailed, measure_janus, missing_programs
from bench.relay.seat import Seat


def ended(code: int, out: str, err: str) -> object:
    return lambda command, **options: subprocess.CompletedProcess(command, code, out, err)


def test_missing_programs_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(janus.shutil, "which", lambda program: None if program == "janus" else "/bin/it")
    assert missing_programs() == ["janus"]


def test_the_figures_are_the_last_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(janus.subprocess, "run", ended(0, "noise\n" + json.dumps({"relay": "janus"}), ""))
    assert measure_janus(2, 1) == {"relay": "janus"}


def test_a_failure_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(janus.subprocess, "run", ended(1, "", "Traceback\nno such thing\n"))
    with pytest.raises(JanusFailed, match="no such thing"):
        measure_janus(2, 1)


def test_the_offer_announces_what_the_seat_sends() -> None:
    seat = Seat(3)
    offer = SessionDescription.parse(janus._publisher_offer(seat))
    assert [media.ssrc[0].ssrc for media in offer.media] == [source.ssrc for source in seat.sources.values()]
    assert [media.direction for media in offer.media] == ["sendonly", "sendonly"]
