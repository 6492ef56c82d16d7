"""Popcorn: the last speaker names the next, among those not heard yet."""

from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.rules.floor.line import nameable
from tests.support.rooms.floor import TRAINEE, everybody, give, refused
from tests.support.rooms.setups import (
    ANA,
    BEN,
    CHLOE,
    COUPLE_SEAT,
    ELENA,
    FINN,
    THERAPIST,
    RoomDriver,
    full_room,
)


def of_the_floor(kinds: list[str]) -> list[str]:
    """Leave out what a couple's seat adds."""
    return [kind for kind in kinds if not kind.startswith("seat.")]


def popcorn() -> RoomDriver:
    driver = full_room()
    driver.mode(FloorMode.POPCORN)
    give(driver, ANA)
    return driver


def test_the_speaker_names_somebody_not_heard_yet() -> None:
    driver = popcorn()
    assert driver.kinds(cmd.NameNext(ANA, BEN, driver.seq)) == ["turn.ended", "floor.granted"]
    assert refused(driver, cmd.NameNext(BEN, ANA, driver.seq)) == "floor.was_heard"
    assert nameable(driver.room.context(driver.now), BEN) == [CHLOE, ELENA, FINN]


def test_the_named_person_may_pass_and_name_somebody_or_leave_it_to_the_facilitator() -> None:
    driver = popcorn()
    driver.do(cmd.NameNext(ANA, BEN, driver.seq))
    driver.do(cmd.PassTurn(BEN, driver.seq))
    assert driver.holder is None
    assert refused(driver, cmd.NameNext(ANA, CHLOE, driver.seq)) == "floor.not_holder"
    driver.do(cmd.NameNext(BEN, CHLOE, driver.seq))
    assert driver.holder == CHLOE


def test_a_speaker_who_released_may_still_name_until_somebody_else_has_the_floor() -> None:
    driver = popcorn()
    driver.do(cmd.ReleaseFloor(ANA, driver.seq))
    driver.wait(600)
    give(driver, BEN)
    assert refused(driver, cmd.NameNext(ANA, CHLOE, driver.seq)) == "floor.not_holder"
    assert driver.kinds(cmd.NameNext(BEN, CHLOE, driver.seq)) == ["turn.ended", "floor.granted"]


def test_a_speaker_who_was_stopped_names_nobody() -> None:
    driver = popcorn()
    driver.do(cmd.RevokeFloor(THERAPIST, driver.seq))
    assert refused(driver, cmd.NameNext(ANA, BEN, driver.seq)) == "floor.not_holder"


def test_once_everybody_was_heard_the_list_starts_over() -> None:
    driver = popcorn()
    for by, person in ((ANA, BEN), (BEN, CHLOE), (CHLOE, ELENA), (ELENA, FINN)):
        driver.do(cmd.NameNext(by, person, driver.seq))
    assert of_the_floor(driver.kinds(cmd.NameNext(FINN, ANA, driver.seq))) == ["turn.ended", "floor.granted"]
    assert driver.room.state.floor.heard == [ANA]


def test_a_person_who_reconnects_cannot_be_named_and_keeps_nobody_waiting() -> None:
    driver = popcorn()
    driver.do(cmd.Leave(CHLOE))
    driver.do(cmd.Detach(COUPLE_SEAT))
    assert refused(driver, cmd.NameNext(ANA, ELENA, driver.seq)) == "floor.not_connected"
    driver.do(cmd.NameNext(ANA, BEN, driver.seq))
    assert nameable(driver.room.context(driver.now), BEN) == [ANA], "nobody else is connected"
    driver.do(cmd.Attach(COUPLE_SEAT, mic=True, camera=True))
    assert nameable(driver.room.context(driver.now), BEN) == [ELENA, FINN]


def test_only_members_who_are_here_can_be_named() -> None:
    driver = everybody()
    driver.mode(FloorMode.POPCORN)
    give(driver, ANA)
    for person, code in (
        (ANA, "floor.same_person"),
        (THERAPIST, "role.forbidden"),
        (TRAINEE, "role.forbidden"),
        ("pt_watcher", "role.forbidden"),
        ("pt_late", "seat.not_in_room"),
        ("pt_nobody", "person.unknown"),
    ):
        assert refused(driver, cmd.NameNext(ANA, person, driver.seq)) == code  # type: ignore[arg-type]


def test_switching_to_popcorn_counts_the_current_speaker_as_heard() -> None:
    driver = full_room()
    give(driver, BEN)
    give(driver, ANA)
    driver.mode(FloorMode.POPCORN)
    assert driver.room.state.floor.heard == [ANA]
    assert driver.kinds(cmd.NameNext(ANA, BEN, driver.seq)) == ["turn.ended", "floor.granted"]
