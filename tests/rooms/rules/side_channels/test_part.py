"""The side channels as a part of the room: what is offered, what settles, what ends."""

from rooms.model import commands as cmd
from rooms.model.library import LibraryIndex, PromptRule
from rooms.model.side_channels import Gesture, Oars
from rooms.room import Room
from tests.support.rooms.company import (
    CAPTIONER,
    CAPTIONER_SEAT,
    CO,
    HOST,
    HOST_SEAT,
    OBSERVER,
    OBSERVER_SEAT,
    Company,
    build_company,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN_SEAT, STAFF_SEAT, THERAPIST

LIBRARY = LibraryIndex(prompts={"g.breathe": PromptRule("", "", "all")})
MINE = {"message.send", "gesture", "caption", "prompt.send", "prompt.dismiss", "oars.tally"}


def test_everybody_is_offered_what_they_may_do() -> None:
    driver = Company(library=LIBRARY)
    offered = {
        person: MINE & set(driver.view(seat)["you"]["can"][person])
        for person, seat in (
            (THERAPIST, STAFF_SEAT),
            (HOST, HOST_SEAT),
            (OBSERVER, OBSERVER_SEAT),
            (CAPTIONER, CAPTIONER_SEAT),
            (ANA, ANA_SEAT),
        )
    }
    assert offered == {
        THERAPIST: {"message.send", "gesture", "prompt.send", "oars.tally"},
        HOST: {"message.send"},
        OBSERVER: {"message.send"},
        CAPTIONER: {"message.send", "caption"},
        ANA: {"message.send", "gesture"},
    }
    driver.do(cmd.SendPrompt(CO, "g.breathe", ANA))
    assert "prompt.dismiss" in driver.view(ANA_SEAT)["you"]["can"][ANA]
    driver.do(cmd.MoveToWaiting(THERAPIST, BEN_SEAT))
    assert not MINE & {each for can in driver.view(BEN_SEAT)["you"]["can"].values() for each in can}


def test_side_channels_are_neither_logged_nor_kept_across_a_restart() -> None:
    driver = Company(library=LIBRARY)
    position = driver.room.state.position
    for command in (
        cmd.SendMessage(THERAPIST, STAFF_SEAT, "all", "Hello"),
        cmd.Gestured(ANA, Gesture.NOD),
        cmd.Caption(CAPTIONER, "Hello"),
        cmd.SendPrompt(THERAPIST, "g.breathe", None),
        cmd.TallyOars(THERAPIST, Oars.QUESTION),
    ):
        assert driver.do(command) == []
    assert driver.room.state.position == position
    restored = Room(build_company(), driver.log, LIBRARY)
    assert restored.state == driver.room.state
    assert restored.side_channels.is_blank


def test_the_end_of_the_session_clears_the_side_channels() -> None:
    driver = Company(library=LIBRARY)
    driver.do(cmd.TallyOars(THERAPIST, Oars.QUESTION))
    driver.do(cmd.SendPrompt(THERAPIST, "g.breathe", None))
    driver.do(cmd.EndSession(THERAPIST))
    assert driver.room.next_deadline() == driver.now
    driver.room.on_deadline(driver.now)
    assert driver.room.side_channels.is_blank
    assert not driver.room.side_channels.prompted_at
    assert driver.room.next_deadline() is None
