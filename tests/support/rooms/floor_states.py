"""States that a floor can be in, and every command to try in each."""

from collections.abc import Callable

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import HoldChoice
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from tests.support.rooms.floor import LATE, WATCHER, give, happen, interrupt
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, CHLOE, THERAPIST, RoomDriver


def _free(driver: RoomDriver) -> None:
    driver.do(cmd.RequestFloor(BEN, driver.seq))


def _speaking(driver: RoomDriver) -> None:
    _free(driver)
    give(driver, ANA, limit_s=100, then=CHLOE)
    driver.wait(5)


def _over(driver: RoomDriver) -> None:
    _speaking(driver)
    driver.wait(200)


def _suspended(driver: RoomDriver) -> None:
    _speaking(driver)
    driver.do(cmd.Detach(ANA_SEAT))


def _undecided(driver: RoomDriver) -> None:
    _suspended(driver)
    driver.wait(31)


def _popcorn(driver: RoomDriver) -> None:
    driver.mode(FloorMode.POPCORN)
    _speaking(driver)


def _named_nobody(driver: RoomDriver) -> None:
    _popcorn(driver)
    driver.do(cmd.GrantFloor(THERAPIST, BEN, driver.seq))
    driver.do(cmd.ReleaseFloor(BEN, driver.seq))


def _quiet(driver: RoomDriver) -> None:
    _speaking(driver)
    driver.mode(FloorMode.QUIET)


def _round(driver: RoomDriver) -> None:
    _free(driver)
    interrupt(driver, FloorMode.ROUND, pauses=False)
    happen(driver, ev.FloorGranted(ANA, None))


def _interrupted(driver: RoomDriver) -> None:
    _speaking(driver)
    interrupt(driver)


def _held(driver: RoomDriver) -> None:
    _speaking(driver)
    happen(driver, ev.RoomHeld())


def _ended(driver: RoomDriver) -> None:
    _speaking(driver)
    driver.do(cmd.EndSession(THERAPIST))


STATES: dict[str, Callable[[RoomDriver], None]] = {
    "nothing": lambda driver: None,
    "free": _free,
    "speaking": _speaking,
    "over": _over,
    "suspended": _suspended,
    "undecided": _undecided,
    "popcorn": _popcorn,
    "named_nobody": _named_nobody,
    "quiet": _quiet,
    "round": _round,
    "interrupted": _interrupted,
    "held": _held,
    "ended": _ended,
}


def commands(by: PersonId, seq: int) -> list[cmd.FloorCommand]:
    """Every floor command, aimed at different people."""
    people = (ANA, BEN, CHLOE, WATCHER, LATE, PersonId("pt_nobody"))
    return [
        cmd.RequestFloor(by, seq),
        cmd.RequestFloor(by, seq, quick=True),
        cmd.WithdrawRequest(by, seq, made=True),
        cmd.PassTurn(by, seq),
        cmd.ReleaseFloor(by, seq),
        cmd.RevokeFloor(by, seq),
        cmd.NextSpeaker(by, seq),
        cmd.StayWith(by, seq),
        cmd.AnswerOverrun(by, seq),
        cmd.AnswerOverrun(by, seq, more_s=60),
        cmd.AnswerOverrun(by, seq, close=True),
        *(cmd.NameNext(by, person, seq) for person in people),
        *(cmd.GrantFloor(by, person, seq) for person in people),
        *(cmd.GrantFloor(by, ANA, seq, then=person) for person in people),
        *(cmd.MoveHand(by, person, 0, seq) for person in people),
        *(cmd.ComeBackTo(by, person, on=True) for person in people),
        *(cmd.DecideHold(by, choice, seq) for choice in HoldChoice),
        *(cmd.SetFloorMode(by, mode, MicPolicy.SOFT, GrantRule.BY_FACILITATOR, seq) for mode in FloorMode),
    ]
