"""States that a floor can be in, and every command to try in each."""

from collections.abc import Callable

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.floor import HoldChoice
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from tests.support.rooms.floor import LATE, WATCHER, give, happen, interrupt
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, CHLOE, THERAPIST, Stage


def _free(stage: Stage) -> None:
    stage.do(cmd.RequestFloor(BEN, stage.seq))


def _speaking(stage: Stage) -> None:
    _free(stage)
    give(stage, ANA, limit_s=100, then=CHLOE)
    stage.wait(5)


def _over(stage: Stage) -> None:
    _speaking(stage)
    stage.wait(200)


def _suspended(stage: Stage) -> None:
    _speaking(stage)
    stage.do(cmd.Detach(ANA_SEAT))


def _undecided(stage: Stage) -> None:
    _suspended(stage)
    stage.wait(31)


def _popcorn(stage: Stage) -> None:
    stage.mode(FloorMode.POPCORN)
    _speaking(stage)


def _named_nobody(stage: Stage) -> None:
    _popcorn(stage)
    stage.do(cmd.GrantFloor(THERAPIST, BEN, stage.seq))
    stage.do(cmd.ReleaseFloor(BEN, stage.seq))


def _quiet(stage: Stage) -> None:
    _speaking(stage)
    stage.mode(FloorMode.QUIET)


def _round(stage: Stage) -> None:
    _free(stage)
    interrupt(stage, FloorMode.ROUND, pauses=False)
    happen(stage, ev.FloorGranted(ANA, None))


def _interrupted(stage: Stage) -> None:
    _speaking(stage)
    interrupt(stage)


def _held(stage: Stage) -> None:
    _speaking(stage)
    happen(stage, ev.RoomHeld())


def _ended(stage: Stage) -> None:
    _speaking(stage)
    stage.do(cmd.EndSession(THERAPIST))


STATES: dict[str, Callable[[Stage], None]] = {
    "nothing": lambda stage: None,
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
