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


def speak(driver: Company, seat: SeatId, seconds: float) -> None:
    """The seat is heard for this long."""
    began = driver.now
    driver.now += seconds
    listen(driver.context(), [SpeechInterval(seat, began, driver.now)], NOBODY)


def seconds(driver: Company) -> dict[str, float]:
    driver.now += REPORT_S
    read_airtime(driver.context())
    report = driver.room.side_channels.report
    assert report is not None
    return {person: found.seconds for person, found in report.people.items() if found.seconds}


def test_speech_is_attributed_to_the_person_who_sits_in_the_room() -> None:
    driver = Company()
    speak(driver, ANA_SEAT, 10)
    driver.happen(ev.SeatMovedToPrivate(ANA_SEAT, 1, CO))
    speak(driver, ANA_SEAT, 20)
    driver.happen(ev.SeatReturnedToRoom(ANA_SEAT, CO))
    speak(driver, ANA_SEAT, 5)
    assert seconds(driver) == {ANA: 15}


def test_speech_on_a_shared_seat_is_attributed_to_the_voice_or_else_to_the_holder() -> None:
    driver = Company()
    driver.happen(ev.VoiceGiven(COUPLE_SEAT, FINN, None))
    speak(driver, COUPLE_SEAT, 10)
    driver.happen(ev.VoiceGiven(COUPLE_SEAT, None, None))
    driver.do(cmd.GrantFloor(THERAPIST, ELENA, driver.seq))
    speak(driver, COUPLE_SEAT, 30)
    assert seconds(driver) == {ELENA: 30, FINN: 10}


def test_shares_are_not_recomputed_with_every_command() -> None:
    driver = Company()
    speak(driver, ANA_SEAT, 10)
    driver.now += REPORT_S
    driver.do(cmd.RequestFloor(ANA, driver.seq))
    first = driver.room.side_channels.report
    driver.now += REPORT_S - 1
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    assert driver.room.side_channels.report is first
    driver.now += 1
    driver.do(cmd.ComeBackTo(THERAPIST, ANA, on=True))
    assert driver.room.side_channels.report is first, (
        "what is done in private does not move when shares are told"
    )
    speak(driver, ANA_SEAT, 1)
    hear(driver.context(), frozenset({ANA_SEAT}))
    assert driver.room.side_channels.report is not first


def test_while_nobody_speaks_the_window_advances_by_the_minute() -> None:
    driver = Company()
    speak(driver, ANA_SEAT, 10)
    driver.wait(REPORT_S)
    first = driver.room.side_channels.report_at
    driver.wait(first + WINDOW_STEP_S - 1 - driver.now)
    assert driver.room.side_channels.report_at == first
    driver.wait(1)
    assert driver.room.side_channels.report_at == first + WINDOW_STEP_S
    driver.wait(16 * 60)
    assert driver.room.side_channels.airtime.is_silent
    assert (
        driver.room.next_deadline() is None
        or driver.room.side_channels.report_at < driver.now - WINDOW_STEP_S
    )


def test_while_nobody_has_spoken_there_is_nothing_to_compute() -> None:
    driver = Company()
    driver.now += REPORT_S
    hear(driver.context(), frozenset())
    first = driver.room.side_channels.report
    driver.now += 2 * REPORT_S
    hear(driver.context(), frozenset())
    assert driver.room.side_channels.report is first
    driver.happen(ev.SeatMovedToPrivate(ANA_SEAT, 1, CO))
    assert driver.room.side_channels.report is not first


def test_the_latest_speech_is_counted_even_if_nothing_else_happens() -> None:
    driver = Company()
    driver.now += REPORT_S
    read_airtime(driver.context())
    speak(driver, ANA_SEAT, 2)
    assert driver.room.next_deadline() == driver.room.side_channels.report_at + REPORT_S
    driver.wait(REPORT_S)
    report = driver.room.side_channels.report
    assert report is not None
    assert report.people[ANA].seconds == 2
    assert not driver.room.side_channels.unread


def test_speech_that_does_not_count_wakes_nobody() -> None:
    driver = Company()
    driver.happen(ev.SeatMovedToWaiting(ANA_SEAT, THERAPIST))
    speak(driver, ANA_SEAT, 2)
    driver.wait(3 * REPORT_S)
    assert hearing.airtime_deadline(driver.context()) is None


def test_speech_reported_after_the_end_is_not_kept() -> None:
    driver = Company()
    driver.do(cmd.EndSession(THERAPIST))
    driver.wait(1)
    speak(driver, ANA_SEAT, 0.5)
    assert driver.room.side_channels.airtime.is_silent
    assert not driver.room.side_channels.unread
    assert driver.room.next_deadline() is None


def test_silence_is_measured_in_the_main_room_only() -> None:
    driver = Company()
    driver.happen(ev.SeatMovedToPrivate(ANA_SEAT, 1, CO), ev.SeatMovedToPrivate(CO_SEAT, 1, CO))
    hear(driver.context(), frozenset({ANA_SEAT, BEN_SEAT}))
    assert "since" not in build_silence_view(driver.context())
    driver.now += 3
    hear(driver.context(), frozenset({ANA_SEAT}))
    assert build_silence_view(driver.context()) == {
        "without_media": 0,
        "since": START + 3,
        "hint_at": START + 3 + HINT_S,
    }
    assert driver.room.side_channels.speaking == {ANA_SEAT}


def test_nothing_counts_as_silence_while_the_relay_is_down() -> None:
    driver = Company()
    hear(driver.context(), None)
    driver.room.side_channels.notices = frozenset({"relay_down"})
    hear(driver.context(), NOBODY)
    assert build_silence_view(driver.context()) == {"without_media": 0}


def test_an_outage_is_reported_with_the_silence() -> None:
    driver = Company()
    driver.do(cmd.MediaDown(ANA_SEAT))
    driver.do(cmd.Detach(COUPLE_SEAT))
    assert build_silence_view(driver.context())["without_media"] == 2


def test_a_quiet_minute_gives_no_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = Company()
    hear(driver.context(), NOBODY)
    assert "hint_at" in build_silence_view(driver.context())
    with_step(monkeypatch, driver, "protected_silence", quiet=True)
    assert build_silence_view(driver.context()) == {"without_media": 0, "since": START}
