"""One try of every floor request that people can be offered: ``you.can`` names those the room would accept now."""

from collections.abc import Mapping

from rooms.model import commands as cmd
from rooms.model.floor import HoldChoice
from rooms.model.ids import PersonId
from rooms.rules.common.facts import holder, line, namers, turn
from rooms.rules.context import RuleContext
from rooms.rules.floor.line import nameable
from rooms.rules.floor.turns import holds
from rooms.rules.part import Example, reads

__all__ = ["EXAMPLES"]

_MORE_S = 60.0


@reads(turn, holder)
def _grant(person: PersonId, context: RuleContext) -> cmd.GrantFloor:
    """Aim at any member in the room who does not hold the floor; at oneself if there is nobody else."""
    others = (other for other in context.participants() if not holds(context, other))
    return cmd.GrantFloor(person, next(others, person), context.state.floor.seq)


@reads(namers)
def _name_next(person: PersonId, context: RuleContext) -> cmd.NameNext:
    floor = context.state.floor
    # Views try this for everybody at every change, and most people could name nobody.
    spoke = holds(context, person) or (floor.last is not None and floor.last.person == person)
    someone = next(iter(nameable(context, person)), person) if spoke else person
    return cmd.NameNext(person, someone, floor.seq)


@reads(line)
def _move_hand(person: PersonId, context: RuleContext) -> cmd.MoveHand:
    floor = context.state.floor
    return cmd.MoveHand(person, floor.queue[0] if floor.queue else person, 0, floor.seq)


@reads(turn)
def _answer_overrun(person: PersonId, context: RuleContext) -> cmd.AnswerOverrun:
    turn = context.state.floor.holder
    close = turn is not None and (turn.asked or not turn.closing)
    return cmd.AnswerOverrun(person, context.state.floor.seq, None if close else _MORE_S, close)


def _set_mode(person: PersonId, context: RuleContext) -> cmd.SetFloorMode:
    floor = context.state.floor
    return cmd.SetFloorMode(person, floor.mode, floor.mic_policy, floor.grants, floor.seq)


def _come_back_to(person: PersonId, context: RuleContext) -> cmd.ComeBackTo:
    return cmd.ComeBackTo(person, next(iter(context.state.people)), on=True)


EXAMPLES: Mapping[str, Example] = {
    "floor.answer_overrun": _answer_overrun,
    "floor.come_back": _come_back_to,
    "floor.decide_hold": lambda person, context: cmd.DecideHold(
        person, HoldChoice.WAIT, context.state.floor.seq
    ),
    "floor.grant": _grant,
    "floor.move_hand": _move_hand,
    "floor.name_next": _name_next,
    "floor.next": lambda person, context: cmd.NextSpeaker(person, context.state.floor.seq),
    "floor.pass": lambda person, context: cmd.PassTurn(person, context.state.floor.seq),
    "floor.release": lambda person, context: cmd.ReleaseFloor(person, context.state.floor.seq),
    "floor.request": lambda person, context: cmd.RequestFloor(person, context.state.floor.seq),
    "floor.revoke": lambda person, context: cmd.RevokeFloor(person, context.state.floor.seq),
    "floor.set_mode": _set_mode,
    "floor.stay_with": lambda person, context: cmd.StayWith(person, context.state.floor.seq),
    "floor.withdraw": lambda person, context: cmd.WithdrawRequest(person, context.state.floor.seq),
}
