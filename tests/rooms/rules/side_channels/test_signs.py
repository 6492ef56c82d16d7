"""Gestures and captions are shown where they are made, and expire."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode
from rooms.model.side_channels import Gesture
from rooms.rules.side_channels.signs import CAPTION_CHARS_MAX, CAPTION_S, GESTURE_S
from rooms.state.side_channels import CAPTIONS_MAX
from tests.support.protocols.scripts import with_step
from tests.support.rooms.company import (
    CAPTIONER,
    CAPTIONER_SEAT,
    CO,
    CO_SEAT,
    HOST,
    INTERPRETER,
    OBSERVER,
    TRAINEE,
    Company,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, COUPLE_SEAT, FINN, STAFF_SEAT, THERAPIST


def test_a_gated_person_may_always_make_a_gesture_and_it_expires() -> None:
    driver = Company()
    driver.mode(FloorMode.STAFF_ONLY)
    driver.do(cmd.Gestured(ANA, Gesture.NOD))
    driver.now += 1
    driver.do(cmd.Gestured(ANA, Gesture.WARM))
    driver.do(cmd.Gestured(FINN, Gesture.WITH_YOU))
    assert driver.view(BEN_SEAT)["gestures"] == {ANA: "warm", FINN: "with_you"}
    driver.wait(GESTURE_S - 0.5)
    assert driver.view(COUPLE_SEAT)["gestures"] == {ANA: "warm", FINN: "with_you"}
    driver.wait(0.5)
    assert driver.view(BEN_SEAT)["gestures"] == {}
    assert not driver.room.side_channels.gestures


@pytest.mark.parametrize("by", [THERAPIST, CO, TRAINEE, ANA])
def test_members_and_those_who_lead_may_make_gestures(by: str) -> None:
    driver = Company()
    driver.do(cmd.Gestured(by, Gesture.NOD))  # type: ignore[arg-type]
    assert driver.view(BEN_SEAT)["gestures"] == {by: "nod"}


@pytest.mark.parametrize("by", [OBSERVER, INTERPRETER, CAPTIONER, HOST])
def test_nobody_else_may_make_gestures(by: str) -> None:
    with pytest.raises(Refused, match=r"role\.forbidden"):
        Company().do(cmd.Gestured(by, Gesture.NOD))  # type: ignore[arg-type]


def test_a_quiet_minute_has_no_gestures(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = Company()
    driver.do(cmd.Gestured(ANA, Gesture.NOD))
    with_step(monkeypatch, driver, "protected_silence", quiet=True)
    assert driver.view(BEN_SEAT)["gestures"] == {}
    with pytest.raises(Refused, match=r"gesture\.quiet"):
        driver.do(cmd.Gestured(ANA, Gesture.NOD))
    assert "gesture" not in driver.view(ANA_SEAT)["you"]["can"][ANA]
    driver.do(cmd.PauseProtocol(THERAPIST))
    driver.do(cmd.Gestured(ANA, Gesture.NOD))
    assert driver.view(BEN_SEAT)["gestures"] == {ANA: "nod"}


def test_signs_stay_in_the_space_where_they_were_made() -> None:
    driver = Company()
    driver.happen(ev.SeatMovedToPrivate(ANA_SEAT, 1, CO), ev.SeatMovedToPrivate(CO_SEAT, 1, CO))
    driver.do(cmd.Gestured(ANA, Gesture.WARM))
    driver.do(cmd.Gestured(BEN, Gesture.NOD))
    driver.do(cmd.Caption(CAPTIONER, "So we begin"))
    assert driver.view(CO_SEAT)["gestures"] == {ANA: "warm"}
    assert driver.view(STAFF_SEAT)["gestures"] == {BEN: "nod"}
    assert (driver.view(ANA_SEAT)["captions"], driver.view(ANA_SEAT)["captions_live"]) == ([], False)
    assert [line["text"] for line in driver.view(BEN_SEAT)["captions"]] == ["So we begin"]


def test_latecomers_do_not_read_earlier_captions() -> None:
    driver = Company()
    driver.happen(ev.SeatMovedToPrivate(CO_SEAT, 1, CO), ev.SeatMovedToPrivate(ANA_SEAT, 1, CO))
    driver.do(cmd.Caption(CAPTIONER, "While Ana is away"))
    driver.now += 1
    driver.happen(ev.SeatReturnedToRoom(ANA_SEAT, CO))
    driver.do(cmd.Caption(CAPTIONER, "Welcome back"))
    assert [line["text"] for line in driver.view(ANA_SEAT)["captions"]] == ["Welcome back"]
    driver.do(cmd.MoveToWaiting(THERAPIST, BEN_SEAT))
    assert "captions" not in driver.view(BEN_SEAT)


def test_the_last_lines_stay_for_a_minute() -> None:
    driver = Company()
    for number in range(CAPTIONS_MAX + 3):
        driver.do(cmd.Caption(CAPTIONER, f"Line {number}"))
        driver.now += 1
    lines = driver.view(COUPLE_SEAT)["captions"]
    assert [line["text"] for line in lines] == [f"Line {n}" for n in range(3, CAPTIONS_MAX + 3)]
    assert len({line["id"] for line in lines}) == CAPTIONS_MAX
    driver.wait(CAPTION_S - 2)
    assert [line["text"] for line in driver.view(COUPLE_SEAT)["captions"]] == [f"Line {CAPTIONS_MAX + 2}"]
    driver.wait(2)
    assert not driver.room.side_channels.captions


def test_captions_in_a_private_room_push_out_nothing_in_the_main_room() -> None:
    driver = Company()
    driver.do(cmd.Caption(CAPTIONER, "For all"))
    driver.happen(ev.SeatMovedToPrivate(CO_SEAT, 1, CO), ev.SeatMovedToPrivate(CAPTIONER_SEAT, 1, CO))
    for number in range(CAPTIONS_MAX + 3):
        driver.now += 1
        driver.do(cmd.Caption(CAPTIONER, f"Line {number}"))
    assert [line["text"] for line in driver.view(ANA_SEAT)["captions"]] == ["For all"]


def test_a_line_of_captions_names_its_speaker_only_where_they_are() -> None:
    driver = Company()
    driver.happen(ev.SeatMovedToPrivate(CO_SEAT, 1, CO))
    for speaker in (ANA, CO, PersonId("pt_nobody"), None):
        driver.now += 1
        driver.do(cmd.Caption(CAPTIONER, "Hello", speaker))
    named = [line.get("speaker") for line in driver.view(BEN_SEAT)["captions"]]
    assert named == [ANA, None, None, None]


def test_only_a_captioner_types_captions() -> None:
    driver = Company()
    for by, text, code in (
        (ANA, "Hello", "role.forbidden"),
        (THERAPIST, "Hello", "role.forbidden"),
        (CAPTIONER, "x" * (CAPTION_CHARS_MAX + 1), "caption.malformed"),
        (CAPTIONER, "\x07", "caption.malformed"),
    ):
        with pytest.raises(Refused) as refused:
            driver.do(cmd.Caption(by, text))
        assert refused.value.code == code
    assert not driver.room.side_channels.captions


def test_captions_are_live_while_a_captioner_is_connected() -> None:
    driver = Company()
    assert driver.view(ANA_SEAT)["captions_live"]
    driver.do(cmd.Detach(CAPTIONER_SEAT))
    assert not driver.view(ANA_SEAT)["captions_live"]
