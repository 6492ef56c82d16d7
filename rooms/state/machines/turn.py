"""A turn: announced, speaking, wrapping up, suspended, paused and over. Without a turn the floor is free."""

from rooms.model import events as ev
from rooms.model.floor import TurnPhase
from rooms.model.machine import STAYS, Machine, Row

__all__ = ["FREE", "TURN"]

FREE = None
"""The state of the floor when nobody holds it."""

_RUNNING = (TurnPhase.SPEAKING, TurnPhase.WRAP_UP)
_STANDING = (TurnPhase.ANNOUNCED, TurnPhase.SUSPENDED, TurnPhase.PAUSED)
_ANY = tuple(TurnPhase)

TURN: Machine[TurnPhase | None] = Machine(
    "turn",
    (FREE, *TurnPhase),
    FREE,
    (
        Row(
            (FREE,),
            TurnPhase.ANNOUNCED,
            ev.FloorGranted.kind,
            "a facilitator, a rule or the previous speaker gives it. For `announce_s` (3 s), 2 s longer while an "
            "interpreter is connected, everybody sees whose turn is about to begin; the holder is already heard",
        ),
        Row(
            (FREE,),
            TurnPhase.SPEAKING,
            ev.FloorGranted.kind,
            "the same, if turns are not announced",
        ),
        Row(
            (TurnPhase.ANNOUNCED,),
            TurnPhase.SPEAKING,
            ev.TurnStarted.kind,
            "the announcement is over, and the clock runs",
        ),
        Row(
            (TurnPhase.SPEAKING,),
            TurnPhase.WRAP_UP,
            ev.TurnWrappingUp.kind,
            "80 % of its time is used; a turn without a limit has no clock",
        ),
        Row(
            (TurnPhase.WRAP_UP,),
            STAYS,
            ev.TurnWrappingUp.kind,
            "only in logs of earlier versions, which recorded it again after an extension",
        ),
        Row(
            (TurnPhase.WRAP_UP,),
            STAYS,
            ev.TurnOverran.kind,
            "at 100, 125 and 200 % the holder is told; facilitators are asked from 125 % on (`prompt`: from 100 %)",
        ),
        Row(_ANY, STAYS, ev.OverrunAnswered.kind, "a facilitator lets it run, or asks for a gentle close"),
        Row(
            _RUNNING,
            TurnPhase.SPEAKING,
            ev.TurnExtended.kind,
            "a facilitator gives more time, or stays with the holder and takes the clock away",
        ),
        Row(
            _RUNNING,
            TurnPhase.WRAP_UP,
            ev.TurnExtended.kind,
            "the extension is so short that the last fifth begins at once",
        ),
        Row(_STANDING, STAYS, ev.TurnExtended.kind, "the same while the clock is stopped"),
        Row(
            (TurnPhase.ANNOUNCED, *_RUNNING),
            TurnPhase.SUSPENDED,
            ev.TurnSuspended.kind,
            "the holder's client or media is lost: the turn is kept for `hold_s`",
        ),
        Row(
            (TurnPhase.SUSPENDED,),
            STAYS,
            ev.HoldUndecided.kind,
            "`hold_s` is over: facilitators choose within `decide_s` (20 s)",
        ),
        Row(
            (TurnPhase.SUSPENDED,),
            STAYS,
            ev.HoldDecided.kind,
            "a facilitator chooses `wait` (for `hold_s` again), `defer` or `skip`, before or after `hold_s` is over; "
            "without a choice, it is `defer` after `decide_s`",
        ),
        Row(
            (TurnPhase.SUSPENDED, TurnPhase.PAUSED),
            TurnPhase.SPEAKING,
            ev.TurnResumed.kind,
            "the holder is back, with the remaining time (at least 0) and `return_bonus_s` "
            "(15 s); or the pause is over, with exactly the remaining time",
        ),
        Row(
            (TurnPhase.SUSPENDED, TurnPhase.PAUSED),
            TurnPhase.WRAP_UP,
            ev.TurnResumed.kind,
            "the same, with less than a fifth left",
        ),
        Row(
            (TurnPhase.ANNOUNCED, *_RUNNING, TurnPhase.SUSPENDED),
            TurnPhase.PAUSED,
            ev.TurnPaused.kind,
            "a protocol interrupts (grounding, time-out), or no facilitator is present: the clock is stopped, and "
            "the holder is not heard",
        ),
        Row(
            (TurnPhase.PAUSED,),
            TurnPhase.SUSPENDED,
            ev.TurnSuspended.kind,
            "the pause is over and the holder is still lost: held for `hold_s` again",
        ),
        Row(_ANY, STAYS, ev.TurnHeld.kind, "on a shared seat the turn passes to the partner, with its clock"),
        Row(_ANY, FREE, ev.TurnEnded.kind, "it ends in one of the ways below"),
        Row((FREE, *_ANY), FREE, ev.RoomEnded.kind, "the session ends"),
    ),
)
