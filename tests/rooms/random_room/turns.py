"""Who may end a turn, and when: F4, F6, F7 and F8, checked against the events of one step and the state before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.events import Recorded
from rooms.model.floor import TurnEnding, TurnPhase
from rooms.model.ids import PersonId, SeatId
from rooms.model.policy.policy import OverrunPolicy
from rooms.rules.context import RuleContext
from rooms.state import RoomState, Turn

__all__ = ["Before", "Cause", "check_seq", "check_holders", "check_turns"]

Cause = cmd.Command | str
"""A command, ``time``, or ``restart``."""


@dataclass(frozen=True, slots=True)
class Before:
    """The state before a step."""

    holder: PersonId | None
    phase: TurnPhase | None
    limited: bool
    decide_until: float | None
    gone_at: float | None
    distress: bool
    seat: SeatId | None
    leaders: frozenset[PersonId]
    receivers: tuple[PersonId, ...]
    dyad_below: bool
    stands: tuple[object, ...]
    seq: int

    @staticmethod
    def of(context: RuleContext) -> "Before":
        """Record it."""
        state, turn = context.state, context.state.floor.holder
        seat = context.seat_of(turn.person) if turn else None
        receivers = [run.roles.get("receiver", ()) for run in state.runs if run.protocol == "feedback_round"]
        return Before(
            turn.person if turn else None,
            turn.phase if turn else None,
            turn is not None and turn.limit_s is not None,
            turn.decide_until if turn else None,
            seat.gone_at if seat else None,
            turn is not None and state.people[turn.person].distress,
            state.people[turn.person].seat if turn else None,
            frozenset(person for person in state.people if context.leads(person)),
            tuple(person for people in receivers for person in people),
            any(run.protocol in ("speaker_listener", "imago", "fishbowl") for run in state.runs[:-1]),
            _stands(context.state),
            state.floor.seq,
        )


def _stands(state: RoomState) -> tuple[object, ...]:
    """Return what a command is formed for: the holder, the mode, the step."""
    floor, runs = state.floor, [(run.number, run.step, run.paused) for run in state.runs]
    return (floor.holder.person if floor.holder else None, floor.mode, floor.mic_policy, runs)


def check_seq(before: Before, state: RoomState) -> None:
    """F1: if any of these changes, commands aimed at the previous floor are stale."""
    if _stands(state) != before.stands:
        assert state.floor.seq > before.seq, "F1: what was meant for another floor is not stale"
    assert state.floor.seq >= before.seq, "F1"


def check_holders(holder: PersonId | None, records: Sequence[Recorded], after: Turn | None) -> None:
    """F2: one person holds the floor at any moment, and only the events that say so change it."""
    for record in records:
        match record.event:
            case ev.FloorGranted(person=person):
                assert holder is None, "F2: given while it is held"
                holder = person
            case ev.TurnEnded(person=person):
                assert holder == person, "F2: somebody else's turn ended"
                holder = None
            case ev.TurnHeld(person=person):
                assert holder is not None
                holder = person
            case ev.RoomEnded():
                holder = None
    assert holder == (after.person if after else None), "the holder changed without an event"


def check_turns(before: Before, cause: Cause, records: Sequence[Recorded], context: RuleContext) -> None:
    """Check how the previous turn ended."""
    if before.holder is None or isinstance(cause, cmd.EndSession):
        return
    for record in records:
        event = record.event
        if isinstance(event, ev.TurnHeld):
            _check_handed_on(before, cause, event)
            return
        if isinstance(event, ev.TurnEnded):
            left = {each.event.seat for each in records if isinstance(each.event, ev.SeatLeft)}
            if isinstance(cause, str):
                _check_ended_by_time(before, cause, event, records, left, context)
            else:
                _check_ended_by_somebody(before, cause, event, left, context)
            return


def _check_handed_on(before: Before, cause: Cause, event: ev.TurnHeld) -> None:
    assert isinstance(cause, cmd.GiveVoice), f"F4: {cause} handed a turn on"
    assert cause.by == before.holder or cause.by in before.leaders, f"F4: {cause}"


def _check_ended_by_somebody(
    before: Before, cause: cmd.Command, event: ev.TurnEnded, left: set[SeatId], context: RuleContext
) -> None:
    """F4: ended by the holder, those who lead, staff at the door, or the leaving of the holder or their partner.

    To take back a consent that the session asks for is leaving.
    """
    by = getattr(cause, "by", None)
    if before.seat in left:
        if isinstance(cause, cmd.WithdrawLink | cmd.ExitSeat):
            assert cause.seat == before.seat
            return
        assert isinstance(cause, cmd.Leave), cause
        assert by is not None
        assert by in context.setup.seats[before.seat].occupants or by == before.holder
        return
    allowed = by == before.holder or by in before.leaders or isinstance(cause, cmd.MoveToWaiting)
    gone = isinstance(cause, cmd.Leave) and by in before.receivers
    if isinstance(cause, cmd.WithdrawLink | cmd.ExitSeat):
        gone = cause.seat in {context.setup.seat_of(person) for person in before.receivers}
    if isinstance(cause, cmd.ReportReadiness) and cause.readiness.must_leave:
        # Who took back what they need to stay goes from the room, with whoever shares their seat.
        people = (before.holder, *before.receivers)
        gone = context.state.people[cause.person].seat in {context.state.people[p].seat for p in people if p}
    assert allowed or gone, f"F4: {cause} ended a turn of {before.holder}: {event}"


def _check_ended_by_time(
    before: Before,
    cause: str,
    event: ev.TurnEnded,
    records: Sequence[Recorded],
    left: set[SeatId],
    context: RuleContext,
) -> None:
    """F6, F7, F8: a hold expired, the policy releases, or somebody stayed away for so long that they have left."""
    policy, now = context.setup.policy, context.now
    if cause == "restart":
        assert before.seat in left, f"a restart ended a turn: {event}"
        return
    assert before.gone_at is None or now >= before.gone_at + policy.hold_s + policy.decide_s, (
        f"F8: a lost turn was not kept: {event}"
    )
    if before.seat in left:
        return
    receivers = {context.state.people[person].seat for person in before.receivers}
    if left & receivers or (before.phase is TurnPhase.PAUSED and before.dyad_below):
        return
    if event.ending is TurnEnding.DEFERRED:
        assert before.phase is TurnPhase.SUSPENDED, "F7"
        assert before.decide_until is not None, "F8"
        assert before.decide_until <= now, "F8"
        return
    over = any(isinstance(each.event, ev.TurnOverran) and each.event.level == 125 for each in records)
    released = policy.overrun is OverrunPolicy.AUTO_RELEASE and event.ending is TurnEnding.RELEASED
    assert over, f"F7: nothing but time ended a turn: {event}"
    assert released, f"F6: {event}"
    assert before.limited, "F7"
    assert not before.distress, "F6: somebody is in distress"
