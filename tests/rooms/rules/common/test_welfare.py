"""Who is flagged and why, and since when somebody is gone."""

from rooms.model import commands as cmd
from rooms.rules.common.welfare import flags_of, gone_since, is_back
from tests.support.rooms.couples import CouplesDriver
from tests.support.rooms.people import MORGAN, MORGAN_SEAT, refusal_of, staffed_room
from tests.support.rooms.setups import ANA, ANA_SEAT, COUPLE_SEAT, ELENA, FINN, THERAPIST, RoomDriver


def since(driver: RoomDriver) -> float | None:
    return gone_since(driver.room.context(driver.now), ANA)


def test_every_reason_is_named_once_and_in_order() -> None:
    driver = staffed_room()
    for command in (
        cmd.SignalHelp(ANA, ANA_SEAT),
        cmd.MarkDistress(THERAPIST, ANA, on=True),
        cmd.FlagPerson(THERAPIST, ANA, on=True),
    ):
        driver.do(command)
    assert flags_of(driver.room.context(driver.now), ANA) == ["mark", "distress", "help"]
    assert flags_of(driver.room.context(driver.now), ELENA) == []


def test_somebody_is_gone_from_when_their_page_was_lost_and_anew_from_when_they_left() -> None:
    driver = staffed_room()
    assert since(driver) is None
    driver.do(cmd.MediaDown(ANA_SEAT))
    assert since(driver) is None, "their page is still there: they can read and write"
    driver.wait(10)
    driver.do(cmd.Detach(ANA_SEAT))
    assert since(driver) == driver.now
    driver.wait(10)
    assert since(driver) == driver.now - 10
    driver.do(cmd.Leave(ANA))
    assert since(driver) == driver.now
    assert not is_back(driver.room.context(driver.now), ANA)


def test_staff_and_people_who_are_not_there_are_never_gone() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.Detach(MORGAN_SEAT))
    assert gone_since(driver.room.context(driver.now), MORGAN) is None
    couples = CouplesDriver.at_the_door()
    couples.prove(ELENA)
    couples.do(cmd.ConfirmAbsent(THERAPIST, FINN))
    couples.do(cmd.Admit(THERAPIST, COUPLE_SEAT))
    couples.do(cmd.Detach(COUPLE_SEAT))
    assert gone_since(couples.context(), FINN) is None
    assert gone_since(couples.context(), ELENA) == couples.now
    assert refusal_of(couples, cmd.FlagPerson(THERAPIST, FINN, on=True)) is None
