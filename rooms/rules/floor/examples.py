"""One try of every floor request that people can be offered: ``you.can`` names those the room would accept now."""

from collections.abc import Mapping

from rooms.model import commands as cmd
from rooms.model.floor import HoldChoice
from rooms.model.ids import PersonId
from rooms.rules.context import Ledger
from rooms.rules.floor.line import nameable
from rooms.rules.floor.turns import holds
from rooms.rules.part import Example

__all__ = ["EXAMPLES"]

_MORE_S = 60.0


def _grant(person: PersonId, ledger: Ledger) -> cmd.GrantFloor:
    """Aim at any member in the room who does not hold the floor; at oneself if there is nobody else."""
    others = (other for other in ledger.participants() if not holds(ledger, other))
    return cmd.GrantFloor(person, next(others, person), ledger.state.floor.seq)


def _name_next(person: PersonId, ledger: Ledger) -> cmd.NameNext:
    floor = ledger.state.floor
    # Views try this for everybody at every change, and most people could name nobody.
    spoke = holds(ledger, person) or (floor.last is not None and floor.last.person == person)
    someone = next(iter(nameable(ledger, person)), person) if spoke else person
    return cmd.NameNext(person, someone, floor.seq)


def _move_hand(person: PersonId, ledger: Ledger) -> cmd.MoveHand:
    floor = ledger.state.floor
    return cmd.MoveHand(person, floor.queue[0] if floor.queue else person, 0, floor.seq)


def _answer_overrun(person: PersonId, ledger: Ledger) -> cmd.AnswerOverrun:
    turn = ledger.state.floor.holder
    close = turn is not None and (turn.asked or not turn.closing)
    return cmd.AnswerOverrun(person, ledger.state.floor.seq, None if close else _MORE_S, close)


def _set_mode(person: PersonId, ledger: Ledger) -> cmd.SetFloorMode:
    floor = ledger.state.floor
    return cmd.SetFloorMode(person, floor.mode, floor.mic_policy, floor.grants, floor.seq)


def _come_back_to(person: PersonId, ledger: Ledger) -> cmd.ComeBackTo:
    return cmd.ComeBackTo(person, next(iter(ledger.state.people)), on=True)


EXAMPLES: Mapping[str, Example] = {
    "floor.answer_overrun": _answer_overrun,
    "floor.come_back": _come_back_to,
    "floor.decide_hold": lambda person, ledger: cmd.DecideHold(
        person, HoldChoice.WAIT, ledger.state.floor.seq
    ),
    "floor.grant": _grant,
    "floor.move_hand": _move_hand,
    "floor.name_next": _name_next,
    "floor.next": lambda person, ledger: cmd.NextSpeaker(person, ledger.state.floor.seq),
    "floor.pass": lambda person, ledger: cmd.PassTurn(person, ledger.state.floor.seq),
    "floor.release": lambda person, ledger: cmd.ReleaseFloor(person, ledger.state.floor.seq),
    "floor.request": lambda person, ledger: cmd.RequestFloor(person, ledger.state.floor.seq),
    "floor.revoke": lambda person, ledger: cmd.RevokeFloor(person, ledger.state.floor.seq),
    "floor.set_mode": _set_mode,
    "floor.stay_with": lambda person, ledger: cmd.StayWith(person, ledger.state.floor.seq),
    "floor.withdraw": lambda person, ledger: cmd.WithdrawRequest(person, ledger.state.floor.seq),
}
