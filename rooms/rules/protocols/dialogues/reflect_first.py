"""Reflect first: before sharing, people say back what they heard from whoever shared before.

share → choose → reflect → confirm, or repair at most twice → own_share → choose … In ``choose`` the first hand comes
next, or whomever a facilitator names. Each step with a turn stores it in memory (``turn_of``) and gives it when the
floor is free, so that it survives a pause in between.
"""

from typing import Any

from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode
from rooms.rules.protocols.declaration import FACILITATOR, Act, Known, Number, People, ProtocolRules, Step
from rooms.rules.protocols.shows import Fact, Kind, when
from rooms.rules.protocols.stage import Stage

__all__ = ["REFLECT_FIRST", "REFLECT_S", "REPAIRS_MAX", "REPAIR_S"]

REFLECT_S = 20.0
REPAIR_S = 30.0
"""Time to say the essence once more."""
REPAIRS_MAX = 2
"""After this many, another "almost" moves on anyway and the facilitator summarises."""

_NOT_TAKEN = frozenset({TurnEnding.PASSED, TurnEnding.DEFERRED, TurnEnding.SKIPPED})


def _begin(stage: Stage) -> None:
    stage.remember(
        next=next(iter(stage.options["first"]), None),
        turn_of=None,
        given_at=None,
        repairs=0,
        cued=False,
        shared=0,
        reflected=0,
        sum_up=False,
    )
    holder = stage.holder
    if holder and holder.person in stage.participants() and stage.memory["next"] in (None, holder.person):
        # The current speaker is the first to share and is not interrupted.
        stage.assign("sharer", [holder.person])
        stage.go("share", next=None, turn_of=holder.person, given_at=stage.seq)
    else:
        stage.go("choose")


def _settle(stage: Stage) -> None:
    _forget_who_left(stage)
    if stage.step == "choose":
        _take_next(stage)
    if stage.step not in _AFTER:
        return
    if stage.memory["given_at"] is None:
        _give_turn(stage)
    else:
        ending = _turn_ending(stage)
        if ending is not None:
            _AFTER[stage.step](stage, ending)


def _forget_who_left(stage: Stage) -> None:
    here = stage.participants()
    for role in stage.rules.roles:
        if stage.one(role) not in (None, *here):
            stage.assign(role, ())
    if stage.memory["next"] not in (None, *here):
        stage.remember(next=None)
    if stage.step in ("reflect", "confirm", "repair"):
        if stage.one("reflector") is None:
            _choose(stage)
        elif stage.one("sharer") is None:
            _go_on_to_own_share(stage)
    elif stage.step in ("share", "own_share") and stage.one("sharer") is None:
        _choose(stage)


def _take_next(stage: Stage) -> None:
    """Take the named person, otherwise the first hand; only if connected."""
    if stage.holder:
        return
    person = stage.memory["next"] or _first_hand(stage)
    if person is None or not stage.is_here(person):
        return
    if stage.one("sharer") is None:
        _share(stage, "share", person)
    else:
        stage.assign("reflector", [person])
        stage.remember(repairs=0)
        _reflect(stage)


def _first_hand(stage: Stage) -> PersonId | None:
    here = stage.participants()
    return next(
        (
            p
            for p in stage.context.state.floor.queue
            if p in here and stage.is_here(p) and p != stage.one("sharer")
        ),
        None,
    )


def _give_turn(stage: Stage) -> None:
    person = stage.memory["turn_of"]
    if stage.holder is None and stage.is_here(person):
        limit_s = {"reflect": REFLECT_S, "repair": REPAIR_S}.get(stage.step, stage.options["share_s"])
        stage.give(person, limit_s=limit_s)
        stage.remember(given_at=stage.seq)


def _turn_ending(stage: Stage) -> TurnEnding | None:
    """Return how the step's turn ended, or None while it lasts."""
    last = stage.last_turn
    if stage.holder or last is None or last.seq <= stage.memory["given_at"]:
        return None
    # Others may have had turns while the run was paused; then the turn given here is over, too.
    return last.ending if last.person == stage.memory["turn_of"] else TurnEnding.RELEASED


# After a turn.


def _after_share(stage: Stage, ending: TurnEnding) -> None:
    if ending in _NOT_TAKEN:
        stage.assign("sharer", ())
    else:
        stage.remember(shared=stage.memory["shared"] + 1)
    _choose(stage)


def _after_reflection(stage: Stage, ending: TurnEnding) -> None:
    if ending in _NOT_TAKEN:
        _choose(stage)
        return
    stage.go("confirm", turn_of=None, reflected=stage.memory["reflected"] + 1)
    stage.let_speak(stage.role("sharer"))


def _after_repair(stage: Stage, ending: TurnEnding) -> None:
    if ending in _NOT_TAKEN:
        _go_on_to_own_share(stage)
    else:
        _reflect(stage)


_AFTER = {
    "share": _after_share,
    "own_share": _after_share,
    "reflect": _after_reflection,
    "repair": _after_repair,
}


# Steps.


def _choose(stage: Stage) -> None:
    stage.assign("reflector", ())
    stage.go("choose", turn_of=None, given_at=None)


def _share(stage: Stage, step: str, person: PersonId) -> None:
    stage.assign("sharer", [person])
    stage.assign("reflector", ())
    stage.go(step, turn_of=person, given_at=None, next=None)


def _reflect(stage: Stage) -> None:
    stage.go("reflect", turn_of=stage.one("reflector"), given_at=None, next=None, cued=False, sum_up=False)


def _repair(stage: Stage) -> None:
    stage.go("repair", turn_of=stage.one("sharer"), given_at=None)


def _go_on_to_own_share(stage: Stage) -> None:
    person = stage.one("reflector")
    assert person is not None, "somebody reflected"
    _share(stage, "own_share", person)


# Actions.


def _landed(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _go_on_to_own_share(stage)


def _almost(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if stage.memory["repairs"] < REPAIRS_MAX:
        stage.remember(repairs=stage.memory["repairs"] + 1)
        _repair(stage)
    else:
        stage.remember(sum_up=True)
        _go_on_to_own_share(stage)


def _hear_again(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if stage.holder and stage.holder.person != by:
        # A turn given while the run was paused is not the reflector's to end (F4).
        raise stage.refuse("protocol.not_yours")
    stage.end_turn(TurnEnding.RELEASED)
    _repair(stage)


def _cue(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(cued=True)


def _choose_next(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    [person] = values["person"]
    if person == stage.one("sharer"):
        raise stage.refuse("protocol.bad_value", "person")
    stage.remember(next=person)


def _skip_reflection(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.assign("sharer", ())


def _move_on(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.end_turn(TurnEnding.REVOKED)
    if stage.step in ("share", "own_share"):
        _choose(stage)
    else:
        _go_on_to_own_share(stage)


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.finish(shared=stage.memory["shared"], reflected=stage.memory["reflected"])


# Facts.


def _public(stage: Stage) -> dict[str, Any]:
    follows = stage.memory["next"] or _first_hand(stage)
    return {
        "topic": stage.options["topic"],
        "share_s": stage.options["share_s"],
        "repairs": stage.memory["repairs"],
        "repairs_max": REPAIRS_MAX,
        "next": [follows] if follows else [],
    }


def _staff(stage: Stage) -> dict[str, Any]:
    return {name: stage.memory[name] for name in ("shared", "reflected", "cued", "sum_up")}


def _personal(stage: Stage, person: PersonId) -> dict[str, Any]:
    cued = stage.step == "reflect" and stage.memory["cued"] and person == stage.one("reflector")
    return {"cue": "reflect_not_fix"} if cued else {}


_LEAD = Act((FACILITATOR,))
_MOVE_ON = Act((FACILITATOR,), moves=True, ends_turn=True)
_FINISH = Act((FACILITATOR,), closes=True)
_NEXT = Act((FACILITATOR,), {"person": People(1, 1)})
_SHARING = {"choose_next": _NEXT, "move_on": _MOVE_ON, "finish": _FINISH}

REFLECT_FIRST = ProtocolRules(
    id="reflect_first",
    roles=("sharer", "reflector"),
    options={"first": People(0, 1), "topic": Known("question"), "share_s": Number(30, 900, 120)},
    steps={
        "choose": Step(
            FloorMode.ROUND, acts={"choose_next": _NEXT, "skip_reflection": _LEAD, "finish": _FINISH}
        ),
        "share": Step(FloorMode.ROUND, acts=_SHARING),
        "reflect": Step(
            FloorMode.ROUND,
            acts={"hear_again": Act(("reflector",)), "cue": _LEAD, "move_on": _MOVE_ON, "finish": _FINISH},
        ),
        "confirm": Step(
            FloorMode.ROUND,
            acts={
                "landed": Act(("sharer",)),
                "almost": Act(("sharer",)),
                "move_on": _MOVE_ON,
                "finish": _FINISH,
            },
        ),
        "repair": Step(FloorMode.ROUND, acts={"move_on": _MOVE_ON, "finish": _FINISH}),
        "own_share": Step(FloorMode.ROUND, acts=_SHARING),
    },
    begin=_begin,
    acts={
        "choose_next": _choose_next,
        "skip_reflection": _skip_reflection,
        "move_on": _move_on,
        "finish": _finish,
        "hear_again": _hear_again,
        "cue": _cue,
        "landed": _landed,
        "almost": _almost,
    },
    settle=_settle,
    public=_public,
    staff=_staff,
    personal=_personal,
    public_facts={
        "topic": Fact(Kind.QUESTION),
        "share_s": Fact(Kind.SECONDS),
        "repairs": Fact(Kind.COUNT),
        "repairs_max": Fact(Kind.COUNT),
        "next": Fact(Kind.NEXT),
    },
    staff_facts={
        **dict.fromkeys(("shared", "reflected"), Fact(Kind.COUNT)),
        **dict.fromkeys(("cued", "sum_up"), Fact(Kind.FLAG)),
    },
    own_facts={"cue": Fact(Kind.WORD, said=True, values=("reflect_not_fix",))},
    asks={
        "sum_up": when(lambda stage: stage.memory["sum_up"]),
        "cued": when(lambda stage: stage.memory["cued"] and stage.step == "reflect"),
    },
)
