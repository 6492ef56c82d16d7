"""Speaker and listener (PREP): one says a little, the other says it back; then the floor is handed over.

A floor is all that one of the two says and hears back until the handover; both get equally many.
"""

from collections.abc import Callable, Mapping
from typing import Any

from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode
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

__all__ = ["SPEAKER_LISTENER"]

_CHUNK_S = 45.0
_PARAPHRASE_S = 30.0
_SWAP_S = 3.0
_FLOOR_S = 300.0
"""After this much time on one floor the coach is told."""
_MISSES = 2
"""After this many times "not quite" in a row the coach is told."""

_BOTH = ("speaker", "listener")
_BEATS = {
    "topic": Beat(_BOTH),
    "rules": Beat(_BOTH),
    "speaker_chunk": Beat(("speaker",), "speaker", _CHUNK_S),
    "paraphrase": Beat(_BOTH, "listener", _PARAPHRASE_S),
    "speaker_check": Beat(("speaker",), "speaker"),
    "offer_validation": Beat(_BOTH, "listener"),
    "handover": Beat(("speaker",), "speaker"),
    "swap": Beat(("speaker",), "speaker", _SWAP_S),
    "close": Beat(_BOTH),
}
"""The speaker keeps the floor, and is heard, while the listener says it back."""
_FLOOR_STEPS = frozenset({"speaker_chunk", "paraphrase", "speaker_check", "offer_validation", "handover"})


def _begin(stage: Stage) -> None:
    pair = find_pair(stage.context, stage.options["people"])
    assert pair is not None, "checked at the start"
    stage.assign("speaker", pair[:1])
    stage.assign("listener", pair[1:])
    stage.assign("coach", (stage.started_by,))
    floors = dict.fromkeys(pair, 0)
    stage.remember(**fresh_pair(pair), floors=floors, floor_from=0.0, misses=0, missed=0)
    _enter(stage, "topic", clarify=False, asked=False, long=False)


def _enter(stage: Stage, step: str, **memory: Any) -> None:
    enter(stage, _BEATS, step, hearing=False, modelled=False, watching=False, **memory)
    if step in _FLOOR_STEPS and _BEATS[step].for_s is None:
        _watch_floor(stage)


def _watch_floor(stage: Stage) -> None:
    """Run the clock for the length of a floor; when it is over, tell the coach."""
    left_s = _FLOOR_S - (stage.counted_s - stage.memory["floor_from"])
    if left_s >= 1:
        stage.clock(left_s)
        stage.remember(watching=True)
    elif not stage.memory["long"]:
        stage.remember(long=True)


def _due(stage: Stage) -> None:
    if stage.step == "swap":
        _begin_floor(stage)
    elif stage.step in _FLOOR_STEPS:
        _watch_floor(stage)


def _settle(stage: Stage) -> None:
    away_s = settle_pair(stage, _BEATS)
    if away_s is not None:
        stage.remember(floor_from=stage.memory["floor_from"] + away_s)
    coach, licensed = stage.one("coach"), stage.context.licensed_here()
    if licensed and (coach is None or not stage.context.is_in_room(coach)):
        stage.assign("coach", licensed[:1])


def _agree(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if tick(stage, by):
        _enter(stage, "rules")


def _acknowledge(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if tick(stage, by):
        _begin_floor(stage)


def _begin_floor(stage: Stage, by: PersonId | None = None, values: dict[str, Any] | None = None) -> None:
    speaker = stage.one("speaker")
    floors = {
        person: count + 1 if person == speaker else count for person, count in stage.memory["floors"].items()
    }
    fresh = {"misses": 0, "clarify": False, "asked": False, "long": False}
    _enter(stage, "speaker_chunk", floors=floors, floor_from=stage.counted_s, **fresh)


def _said(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _enter(stage, "paraphrase")


def _said_back(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _enter(stage, "speaker_check")


def _model_it(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    """The coach says it back in place of the listener."""
    stage.remember(modelled=True, due_voice=None)


def _back_to_hearing(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(hearing=True)


def _yes(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _enter(stage, "offer_validation", misses=0)


def _not_quite(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    memory = stage.memory
    _enter(stage, "speaker_chunk", misses=memory["misses"] + 1, missed=memory["missed"] + 1, clarify=True)


def _one_more(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _enter(stage, "speaker_chunk", clarify=False)


def _hand_over(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _enter(stage, "handover")


def _ask_floor(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(asked=True)


def _give_floor(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    speaker, listener = stage.role("speaker"), stage.role("listener")
    stage.assign("speaker", listener)
    stage.assign("listener", speaker)
    _enter(stage, "swap", asked=False)


def _close(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if not _is_fair(stage):
        raise stage.refuse("protocol.floors_unequal")
    _enter(stage, "close")


def _heard_one_thing(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if tick(stage, by):
        _finish(stage, by, values)


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    memory = stage.memory
    stage.finish(floors=sorted(memory["floors"].values()), not_quite=memory["missed"])


def _public(stage: Stage) -> dict[str, Any]:
    memory = stage.memory
    return {
        **pair_facts(stage, _BEATS),
        "floors": memory["floors"],
        "clarify": memory["clarify"],
        "asked": memory["asked"],
        "hearing": memory["hearing"],
        "modelled": memory["modelled"],
        "minutes": stage.options["minutes"],
        "counts_from": stage.counts_from,
    }


_COACHED: Mapping[str, Callable[[Stage], bool]] = {
    "not_quite": lambda stage: stage.memory["misses"] >= _MISSES,
    "long_floor": lambda stage: bool(stage.memory["long"]),
    "floor_asked": lambda stage: stage.memory["asked"] and stage.step != "handover",
    "away": lambda stage: bool(stage.memory["away"]),
}
"""What the coach is told and when."""


def _staff(stage: Stage) -> dict[str, Any]:
    return {
        "coach_prompt": [reason for reason, holds in _COACHED.items() if holds(stage)],
        "may_close": stage.step == "handover" and _is_fair(stage),
    }


def _is_fair(stage: Stage) -> bool:
    floors: list[int] = list(stage.memory["floors"].values())
    return min(floors) > 0 and max(floors) - min(floors) <= 1


_TALK = {"talk_with": Act((FACILITATOR,), {"person": People(0, 1)})}
_ASK = {"ask_floor": Act(("listener",), optional=True)}
_HEAR = {"back_to_hearing": Act((FACILITATOR,))}

SPEAKER_LISTENER = ProtocolRules(
    id="speaker_listener",
    roles=("speaker", "listener", "coach"),
    options={"people": People(0, 2), "minutes": Number(5, 30, 15)},
    steps={
        "topic": Step(FloorMode.DYAD, acts={"agree": Act(_BOTH), **_TALK}),
        "rules": Step(FloorMode.DYAD, acts={"acknowledge": Act(_BOTH), **_TALK}),
        "speaker_chunk": Step(
            FloorMode.DYAD, acts={"said": Act(("speaker", FACILITATOR), moves=True), **_ASK, **_HEAR, **_TALK}
        ),
        "paraphrase": Step(
            FloorMode.DYAD,
            acts={
                "said_back": Act(("listener", FACILITATOR), moves=True),
                "model_it": Act((FACILITATOR,)),
                **_ASK,
                **_HEAR,
                **_TALK,
            },
        ),
        "speaker_check": Step(
            FloorMode.DYAD, acts={"yes": Act(("speaker",)), "not_quite": Act(("speaker",)), **_ASK, **_TALK}
        ),
        "offer_validation": Step(
            FloorMode.DYAD,
            acts={
                "one_more": Act(("speaker",)),
                "validated": Act(("listener", FACILITATOR), moves=True),
                **_ASK,
                **_HEAR,
                **_TALK,
            },
        ),
        "handover": Step(
            FloorMode.DYAD,
            acts={
                "give_floor": Act(("speaker",)),
                "keep_floor": Act(("speaker",)),
                "close": Act((FACILITATOR,), moves=True, ready=lambda stage: _is_fair(stage)),
                **_ASK,
                **_TALK,
            },
        ),
        "swap": Step(FloorMode.DYAD, acts=_TALK),
        "close": Step(
            FloorMode.DYAD,
            acts={
                "heard_one_thing": Act(_BOTH),
                "finish": Act((FACILITATOR,), moves=True, closes=True),
                **_TALK,
            },
        ),
    },
    begin=_begin,
    acts={
        "agree": both_here(_agree),
        "acknowledge": both_here(_acknowledge),
        "said": both_here(_said),
        "said_back": both_here(_said_back),
        "model_it": both_here(_model_it),
        "back_to_hearing": both_here(_back_to_hearing),
        "yes": both_here(_yes),
        "not_quite": both_here(_not_quite),
        "one_more": both_here(_one_more),
        "validated": both_here(_hand_over),
        "ask_floor": both_here(_ask_floor),
        "give_floor": both_here(_give_floor),
        "keep_floor": both_here(_begin_floor),
        "close": both_here(_close),
        "heard_one_thing": both_here(_heard_one_thing),
        "finish": _finish,
        "talk_with": talk_with,
    },
    settle=_settle,
    due=_due,
    shows_due=lambda stage: not stage.memory["watching"],
    may_start=pair_refusal,
    public=_public,
    staff=_staff,
    public_facts={
        **PAIR_FACTS,
        "floors": Fact(Kind.NUMBERS, said=True),
        "clarify": Fact(Kind.FLAG),
        "asked": Fact(Kind.FLAG, said=True),
        "hearing": Fact(Kind.FLAG, said=True),
        "modelled": Fact(Kind.FLAG),
        "minutes": Fact(Kind.COUNT),
        "counts_from": Fact(Kind.TIME),
    },
    staff_facts={"coach_prompt": Fact(Kind.DATA), "may_close": Fact(Kind.FLAG)},
    asks={reason: when(holds) for reason, holds in _COACHED.items()},
)
