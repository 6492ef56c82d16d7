"""Imago dialogue: one sends; the other mirrors, summarises, validates and empathises; then they swap.

A half is what one of the two sends. If the session ends during a run, the run is kept in its current state.
"""

from collections.abc import Callable, Mapping
from typing import Any

from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode
from rooms.model.protocols import KeptRun
from rooms.rules.protocols.declaration import FACILITATOR, Act, Number, People, ProtocolRules, Step
from rooms.rules.protocols.dyad import (
    PAIR_FACTS,
    Beat,
    both_here,
    enter,
    find_pair,
    fresh_pair,
    pair_facts,
    pair_refusal,
    settle_pair,
    talk_with,
    tick,
)
from rooms.rules.protocols.shows import Fact, Kind, when
from rooms.rules.protocols.stage import Stage

__all__ = ["IMAGO"]

_CHUNK_S = 45.0
_SUMMARY_S = 90.0
_LATER_MAX = 24 * 60
_MISSES = 3
"""After this many misses in a row the therapist mirrors as well."""

_BOTH = ("sender", "receiver")
_BEATS = {
    "appointment": Beat(_BOTH, "receiver"),
    "later": Beat(_BOTH),
    "welcome_back": Beat(_BOTH),
    "send": Beat(("sender",), "sender", _CHUNK_S),
    "mirror": Beat(("receiver",), "receiver", _CHUNK_S),
    "check": Beat(("sender",), "sender"),
    "more": Beat(("sender",), "sender"),
    "summary": Beat(("receiver",), "receiver", _SUMMARY_S),
    "check_all": Beat(("sender",), "sender"),
    "validate": Beat(("receiver",), "receiver"),
    "empathize": Beat(("receiver",), "receiver"),
    "check_feeling": Beat(("sender",), "sender"),
    "thanks": Beat(_BOTH),
    "swap": Beat(_BOTH, "receiver"),
}
_BEFORE_A_HALF = frozenset({"appointment", "later", "swap", "welcome_back"})


def _begin(stage: Stage) -> None:
    pair = find_pair(stage.context, stage.options["people"])
    assert pair is not None, "checked at the start"
    stage.assign("sender", pair[:1])
    stage.assign("receiver", pair[1:])
    stage.remember(**fresh_pair(pair), **_fresh())
    enter(stage, _BEATS, "appointment")


def _fresh() -> dict[str, Any]:
    """``half``: 1 or 2; ``at``: the agreed time; ``kept_step``: the step of a kept run."""
    return {
        "half": 1,
        "at": None,
        "kept_step": None,
        "half_from": 0.0,
        "chunks": 0,
        "misses": 0,
    }


def _resume(stage: Stage, kept: KeptRun) -> None:
    """Continue a kept run: before the first half it restarts; during it, the other's half is offered first."""
    sender, receiver = kept.roles["sender"], kept.roles["receiver"]
    stage.assign("sender", sender)
    stage.assign("receiver", receiver)
    known = {name: kept.memory.get(name, value) for name, value in _fresh().items()}
    stage.remember(**fresh_pair(sender + receiver), **known)
    stage.remember(half_from=stage.counted_s)
    if kept.step == "welcome_back":
        enter(stage, _BEATS, "welcome_back")
    elif kept.step in _BEFORE_A_HALF:
        enter(stage, _BEATS, "appointment")
    elif known["half"] == 1:
        enter(stage, _BEATS, "welcome_back", kept_step=kept.step)
    else:
        enter(stage, _BEATS, kept.step)


def _settle(stage: Stage) -> None:
    away_s = settle_pair(stage, _BEATS)
    if away_s is not None:
        stage.remember(half_from=stage.memory["half_from"] + away_s)


def _swap_roles(stage: Stage) -> None:
    sender, receiver = stage.role("sender"), stage.role("receiver")
    stage.assign("sender", receiver)
    stage.assign("receiver", sender)


def _to(step: str) -> Callable[[Stage, PersonId, dict[str, Any]], None]:
    """Return the action that goes to a step."""
    return both_here(lambda stage, by, values: enter(stage, _BEATS, step))


def _now(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    enter(stage, _BEATS, "send", at=None, half_from=stage.counted_s, misses=0)


def _later(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    enter(stage, _BEATS, "later", at=stage.now + 60 * values["minutes_from_now"])


def _other_half(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    """The listener sends first today; the unfinished half follows, from its beginning."""
    _swap_roles(stage)
    enter(stage, _BEATS, "appointment", kept_step=None)


def _go_on(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    enter(stage, _BEATS, stage.memory["kept_step"], kept_step=None)


def _got_it(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    enter(stage, _BEATS, "more", misses=0, chunks=stage.memory["chunks"] + 1)


def _missed(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    enter(stage, _BEATS, "send", misses=stage.memory["misses"] + 1)


def _thanked(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if not tick(stage, by):
        return
    if stage.memory["half"] == 2:
        _finish_with(stage, halves=2)
        return
    _swap_roles(stage)
    enter(stage, _BEATS, "swap", half=2)


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _finish_with(stage, halves=1)


def _set_aside(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    """Park the dialogue: end it for now; it is offered again at the next start."""
    stage.keep()
    half = stage.memory["half"]
    _finish_with(stage, halves=half - 1)


def _finish_with(stage: Stage, halves: int) -> None:
    stage.finish(halves=halves, chunks=stage.memory["chunks"])


def _public(stage: Stage) -> dict[str, Any]:
    memory = stage.memory
    return {
        **pair_facts(stage, _BEATS),
        "half": str(memory["half"]),
        "at": memory["at"],
        "kept_step": memory["kept_step"],
        "mirrors": "both" if _therapist_mirrors(stage) else "receiver",
        "minutes": stage.options["minutes"],
        "counts_from": stage.counts_from + memory["half_from"],
    }


def _therapist_mirrors(stage: Stage) -> bool:
    return bool(stage.memory["misses"] >= _MISSES)


_COACHED: Mapping[str, Callable[[Stage], bool]] = {
    "join_as_mirror": _therapist_mirrors,
    "away": lambda stage: bool(stage.memory["away"]),
}
"""What the therapist is told and when."""


def _staff(stage: Stage) -> dict[str, Any]:
    return {"coach_prompt": [reason for reason, holds in _COACHED.items() if holds(stage)]}


_ASIDE = {
    "set_aside": Act((FACILITATOR,), closes=True),
    "talk_with": Act((FACILITATOR,), {"person": People(0, 1)}),
}
_ANSWER = {
    "now": Act(("receiver",)),
    "later": Act(("receiver",), {"minutes_from_now": Number(1, _LATER_MAX)}),
}


def _step(*acts: str, who: tuple[str, ...]) -> Step:
    # Where those who lead may act as well, the action advances the run.
    return Step(FloorMode.DYAD, acts={**{act: Act(who, moves=True) for act in acts}, **_ASIDE})


_SENDER, _RECEIVER = ("sender",), ("receiver",)

IMAGO = ProtocolRules(
    id="imago",
    roles=_BOTH,
    options={"people": People(0, 2), "minutes": Number(5, 30, 15)},
    steps={
        "appointment": Step(FloorMode.DYAD, acts={**_ANSWER, **_ASIDE}),
        "later": Step(FloorMode.DYAD, acts={"now": Act(_RECEIVER), **_ASIDE}),
        "welcome_back": _step("other_half", "go_on", who=(*_BOTH, FACILITATOR)),
        "send": _step("sent", who=_SENDER),
        "mirror": _step("mirrored", who=(*_RECEIVER, FACILITATOR)),
        "check": _step("got_it", "missed", who=_SENDER),
        "more": _step("yes", "no", who=_SENDER),
        "summary": _step("summed_up", who=_RECEIVER),
        "check_all": _step("got_all", "not_all", who=_SENDER),
        "validate": _step("validated", who=_RECEIVER),
        "empathize": _step("guessed", who=_RECEIVER),
        "check_feeling": _step("fits", "not_quite", who=_SENDER),
        "thanks": _step("thanked", who=_BOTH),
        "swap": Step(FloorMode.DYAD, acts={**_ANSWER, "finish": Act((FACILITATOR,), closes=True), **_ASIDE}),
    },
    begin=_begin,
    acts={
        "now": both_here(_now),
        "later": both_here(_later),
        "other_half": both_here(_other_half),
        "go_on": both_here(_go_on),
        "sent": _to("mirror"),
        "mirrored": _to("check"),
        "got_it": both_here(_got_it),
        "missed": both_here(_missed),
        "yes": _to("send"),
        "no": _to("summary"),
        "summed_up": _to("check_all"),
        "got_all": _to("validate"),
        "not_all": _to("summary"),
        "validated": _to("empathize"),
        "guessed": _to("check_feeling"),
        "fits": _to("thanks"),
        "not_quite": _to("empathize"),
        "thanked": both_here(_thanked),
        "finish": _finish,
        "set_aside": _set_aside,
        "talk_with": talk_with,
    },
    settle=_settle,
    may_start=pair_refusal,
    resume=_resume,
    public=_public,
    staff=_staff,
    public_facts={
        **PAIR_FACTS,
        "half": Fact(Kind.WORD, said=True, values=("1", "2")),
        "at": Fact(Kind.TIME, said=True, fills="time"),
        "kept_step": Fact(Kind.DATA),
        "mirrors": Fact(Kind.DATA),
        "minutes": Fact(Kind.COUNT),
        "counts_from": Fact(Kind.TIME),
    },
    staff_facts={"coach_prompt": Fact(Kind.DATA)},
    asks={reason: when(holds) for reason, holds in _COACHED.items()},
)
