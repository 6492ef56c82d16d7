"""Talk time and silence of the main room, from the relay's reports."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import SeatId
from rooms.rules.side_channels import hearing
from rooms.rules.side_channels.hearing import (
    REPORT_S,
    WINDOW_STEP_S,
    build_silence_view,
    hear,
    listen,
    read_airtime,
)
from rooms.talk_time.silence import HINT_S
from rooms.talk_time.speech import SpeechInterval
from tests.support.protocols.scripts import with_step
from tests.support.rooms.company import CO, CO_SEAT, Company
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    START,
    THERAPIST,
)

NOBODY: frozenset[SeatId] = frozenset()


def speak(stage: Company, seat: SeatId, seconds: float) -> None:
    """The seat is heard for this long."""
    began = stage.now
    stage.now += seconds
    listen(stage.context(), [SpeechInterval(seat, began, stage.now)], NOBODY)


def seconds(stage: Company) -> dict[str, float]:
    stage.now += REPORT_S
    read_airtime(stage.context())
    report = stage.room.side_channels.report
    assert report is not None
    return {person: found.seconds for person, found in report.people.items() if found.seconds}


def test_speech_is_attributed_to_the_person_who_sits_in_the_room() -> None:
    stage = Company()
    speak(stage, ANA_SEAT, 10)
    stage.happen(ev.SeatMovedToPrivate(ANA_SEAT, 1, CO))
    speak(stage, ANA_SEAT, 20)
    stage.happen(ev.SeatReturnedToRoom(ANA_SEAT, CO))
    speak(stage, ANA_SEAT, 5)
    assert seconds(stage) == {ANA: 15}


def test_speech_on_a_shared_seat_is_attributed_to_the_voice_or_else_to_the_holder() -> None:
    stage = Company()
    stage.happen(ev.VoiceGiven(COUPLE_SEAT, FINN, None))
    speak(stage, COUPLE_SEAT, 10)
    stage.happen(ev.VoiceGiven(COUPLE_SEAT, None, None))
    stage.do(cmd.GrantFloor(THERAPIST, ELENA, stage.seq))
    speak(stage, COUPLE_SEAT, 30)
    assert seconds(stage) == {ELENA: 30, FINN: 10}


def test_shares_are_not_recomputed_with_every_command() -> None:
    stage = Company()
    speak(stage, ANA_SEAT, 10)
    stage.now += REPORT_S
    stage.do(cmd.RequestFloor(ANA, stage.seq))
    first = stage.room.side_channels.report
    stage.now += REPORT_S - 1
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    assert stage.room.side_channels.report is first
    stage.now += 1
    stage.do(cmd.ComeBackTo(THERAPIST, ANA, on=True))
    assert stage.room.side_channels.report is first, (
        "what is done in private does not move when shares are told"
    )
    speak(stage, ANA_SEAT, 1)
    hear(stage.context(), frozenset({ANA_SEAT}))
    assert stage.room.side_channels.report is not first


def test_while_nobody_speaks_the_window_advances_by_the_minute() -> None:
    stage = Company()
    speak(stage, ANA_SEAT, 10)
    stage.wait(REPORT_S)
    first = stage.room.side_channels.report_at
    stage.wait(first + WINDOW_STEP_S - 1 - stage.now)
    assert stage.room.side_channels.report_at == first
    stage.wait(1)
    assert stage.room.side_channels.report_at == first + WINDOW_STEP_S
    stage.wait(16 * 60)
    assert stage.room.side_channels.airtime.is_silent
    assert (
        stage.room.next_deadline() is None or stage.room.side_channels.report_at < stage.now - WINDOW_STEP_S
    )


def test_while_nobody_has_spoken_there_is_nothing_to_compute() -> None:
    stage = Company()
    stage.now += REPORT_S
    hear(stage.context(), frozenset())
    first = stage.room.side_channels.report
    stage.now += 2 * REPORT_S
    hear(stage.context(), frozenset())
    assert stage.room.side_channels.report is first
    stage.happen(ev.SeatMovedToPrivate(ANA_SEAT, 1, CO))
    assert stage.room.side_channels.report is not first


def test_the_latest_speech_is_counted_even_if_nothing_else_happens() -> None:
    stage = Company()
    stage.now += REPORT_S
    read_airtime(stage.context())
    speak(stage, ANA_SEAT, 2)
    assert stage.room.next_deadline() == stage.room.side_channels.report_at + REPORT_S
    stage.wait(REPORT_S)
    report = stage.room.side_channels.report
    assert report is not None
    assert report.people[ANA].seconds == 2
    assert not stage.room.side_channels.unread


def test_speech_that_does_not_count_wakes_nobody() -> None:
    stage = Company()
    stage.happen(ev.SeatMovedToWaiting(ANA_SEAT, THERAPIST))
    speak(stage, ANA_SEAT, 2)
    stage.wait(3 * REPORT_S)
    assert hearing.airtime_deadline(stage.context()) is None


def test_speech_reported_after_the_end_is_not_kept() -> None:
    stage = Company()
    stage.do(cmd.EndSession(THERAPIST))
    stage.wait(1)
    speak(stage, ANA_SEAT, 0.5)
    assert stage.room.side_channels.airtime.is_silent
    assert not stage.room.side_channels.unread
    assert stage.room.next_deadline() is None


def test_silence_is_measured_in_the_main_room_only() -> None:
    stage = Company()
    stage.happen(ev.SeatMovedToPrivate(ANA_SEAT, 1, CO), ev.SeatMovedToPrivate(CO_SEAT, 1, CO))
    hear(stage.context(), frozenset({ANA_SEAT, BEN_SEAT}))
    assert "since" not in build_silence_view(stage.context())
    stage.now += 3
    hear(stage.context(), frozenset({ANA_SEAT}))
    assert build_silence_view(stage.context()) == {
        "without_media": 0,
        "since": START + 3,
        "hint_at": START + 3 + HINT_S,
    }
    assert stage.room.side_channels.speaking == {ANA_SEAT}


def test_nothing_counts_as_silence_while_the_relay_is_down() -> None:
    stage = Company()
    hear(stage.context(), None)
    stage.room.side_channels.notices = frozenset({"relay_down"})
    hear(stage.context(), NOBODY)
    assert build_silence_view(stage.context()) == {"without_media": 0}


def test_an_outage_is_reported_with_the_silence() -> None:
    stage = Company()
    stage.do(cmd.MediaDown(ANA_SEAT))
    stage.do(cmd.Detach(COUPLE_SEAT))
    assert build_silence_view(stage.context())["without_media"] == 2


def test_a_quiet_minute_gives_no_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Company()
    hear(stage.context(), NOBODY)
    assert "hint_at" in build_silence_view(stage.context())
    with_step(monkeypatch, stage, "protected_silence", quiet=True)
    assert build_silence_view(stage.context()) == {"without_media": 0, "since": START}
