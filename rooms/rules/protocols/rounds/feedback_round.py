"""Feedback round: one person asks for it; givers say what they saw, its effect, and a wish."""

from collections.abc import Mapping
from typing import Any

from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, MicPolicy, RoomKind
from rooms.rules.context import RuleContext
from rooms.rules.protocols.declaration import FACILITATOR, Act, Choice, Number, People, ProtocolRules, Step
from rooms.rules.protocols.order import (
    fresh_order,
    next_two,
    offer_next,
    still_due,
    take_note_of_people,
    take_note_of_turn,
)
from rooms.rules.protocols.shows import Deed, Fact, Kind, about, when
from rooms.rules.protocols.stage import Stage

__all__ = ["FEEDBACK_ROUND"]

_RECEIVER = "receiver"
_CHOICE_S = 60
_REPEATS_MAX = 2
"""How often the receiver may ask one giver to repeat it."""


def _may_start(context: RuleContext, by: PersonId, options: Mapping[str, Any]) -> str | None:
    return None if len(context.participants()) > 1 else "protocol.too_few"


def _begin(stage: Stage) -> None:
    stage.assign(_RECEIVER, stage.options["receiver"])
    counts = {"repeats": 0, "repeated": 0, "rephrased": 0, "struck": 0}
    stage.go("consent", **fresh_order([]), **counts, held=[], chose=False, receiver_left=False)


def _receiver(stage: Stage) -> PersonId:
    (receiver,) = stage.role(_RECEIVER)
    return receiver


def _consent(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    chosen, picked = values["from"], values["people"]
    if chosen == "not_today":
        stage.finish(given=0)
        return
    if chosen == "two" and (not picked or by in picked):
        raise stage.refuse("protocol.bad_value", "people")
    givers = picked if chosen == "two" else [p for p in stage.participants() if p != by]
    # In a group, feedback between partners needs a facilitator's permission.
    partner = None if stage.context.setup.policy.kind is RoomKind.COUPLES else stage.context.partner_of(by)
    stage.go(
        "giving",
        waiting=[person for person in givers if person != partner],
        held=[person for person in givers if person == partner],
    )


def _settle(stage: Stage) -> None:
    if stage.step == "closing":
        return
    if _receiver(stage) not in stage.participants():
        if stage.memory["current"]:
            # No feedback about somebody who is not here.
            stage.end_turn(TurnEnding.REVOKED)
        stage.go("closing", receiver_left=True)
    elif stage.step == "giving":
        _settle_giving(stage)
    elif stage.step == "choice":
        _settle_choice(stage)


def _settle_giving(stage: Stage) -> None:
    if take_note_of_turn(stage) in (TurnEnding.RELEASED, TurnEnding.REVOKED):
        stage.go("answer")
        stage.let_speak([_receiver(stage)])
        return
    take_note_of_people(stage, append=False)
    if not stage.holder and not stage.memory["current"] and stage.is_here(_receiver(stage)):
        _offer(stage)
    if stage.memory["current"]:
        stage.assign("giver", [stage.memory["current"]])


def _offer(stage: Stage) -> None:
    given = offer_next(stage, "waiting", "passed", limit_s=stage.options["limit_s"])
    if not given and not still_due(stage) and not stage.memory["held"]:
        stage.go("choice")


def _settle_choice(stage: Stage) -> None:
    if stage.holder:
        return
    if stage.memory["chose"]:
        stage.go("closing")
    elif stage.is_here(_receiver(stage)):
        stage.give(_receiver(stage), limit_s=_CHOICE_S)
        stage.remember(chose=True)


def _thanks(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.go("giving", repeats=0)


def _repeat(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    memory = stage.memory
    if memory["repeats"] == _REPEATS_MAX:
        raise stage.refuse("protocol.enough")
    _give_again(stage, "giving", repeats=memory["repeats"] + 1, repeated=memory["repeated"] + 1)


def _rephrase(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    """Stop for a moment: only facilitators are heard, then the same giver starts over."""
    if stage.step == "giving":
        _end_present(stage)
    _give_again(stage, "rephrase", rephrased=stage.memory["rephrased"] + 1)


def _strike(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    """The feedback does not count and gets no reply; only the fact that it was struck is kept."""
    if stage.step == "giving":
        _end_present(stage)
    struck = stage.memory["struck"] + 1
    stage.go("giving", **_giver_to(stage, "closed"), repeats=0, struck=struck)


def _end_present(stage: Stage) -> None:
    if stage.memory["current"] is None:
        raise stage.refuse("floor.is_free")
    stage.end_turn(TurnEnding.REVOKED)


def _give_again(stage: Stage, step: str, **memory: Any) -> None:
    stage.go(step, **_giver_to(stage, "waiting"), **memory)


def _giver_to(stage: Stage, name: str) -> dict[str, Any]:
    giver = stage.one("giver")
    lists: dict[str, Any] = {
        other: [person for person in stage.memory[other] if person != giver]
        for other in ("waiting", "spoken", "passed", "closed")
    }
    lists[name].insert(0, giver)
    return {**lists, "current": None}


def _release_partner(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    held = stage.memory["held"]
    if not held:
        raise stage.refuse("protocol.nothing_open")
    stage.remember(waiting=[*stage.memory["waiting"], *held], held=[])


def _close(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.go("choice" if stage.step in ("giving", "answer", "rephrase") else "closing")


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    counts = {name: stage.memory[name] for name in ("repeated", "rephrased", "struck")}
    stage.finish(given=len(stage.memory["spoken"]), **counts)


def _public(stage: Stage) -> dict[str, Any]:
    return {"limit_s": stage.options["limit_s"], "next": next_two(stage.memory, "waiting")}


def _staff(stage: Stage) -> dict[str, Any]:
    memory = stage.memory
    names = ("waiting", "passed", "spoken", "closed", "struck", "rephrased", "receiver_left")
    return {**{name: memory[name] for name in names}, "needs_release": memory["held"]}


_STAFF = (FACILITATOR,)

FEEDBACK_ROUND = ProtocolRules(
    id="feedback_round",
    roles=(_RECEIVER, "giver"),
    options={"receiver": People(1, 1), "limit_s": Number(15, 300, 45)},
    steps={
        "consent": Step(
            FloorMode.ROUND,
            MicPolicy.SOFT,
            {
                "consent": Act(
                    (_RECEIVER,), {"from": Choice(("all", "two", "not_today")), "people": People(0, 2)}
                ),
                "close": Act(_STAFF),
            },
        ),
        "giving": Step(
            FloorMode.ROUND,
            MicPolicy.SOFT,
            {
                "rephrase": Act(_STAFF),
                "strike": Act(_STAFF),
                "release_partner": Act(_STAFF),
                "close": Act(_STAFF),
            },
        ),
        "answer": Step(
            FloorMode.ROUND,
            MicPolicy.SOFT,
            {
                "thanks": Act((_RECEIVER,)),
                "repeat": Act((_RECEIVER,)),
                "go_on": Act(_STAFF, moves=True),
                "rephrase": Act(_STAFF),
                "strike": Act(_STAFF),
                "release_partner": Act(_STAFF),
                "close": Act(_STAFF),
            },
        ),
        "rephrase": Step(
            FloorMode.STAFF_ONLY,
            MicPolicy.HARD,
            {"again": Act(_STAFF, moves=True), "strike": Act(_STAFF), "close": Act(_STAFF)},
        ),
        "choice": Step(FloorMode.ROUND, MicPolicy.SOFT, {"close": Act(_STAFF)}),
        "closing": Step(FloorMode.ROUND, MicPolicy.SOFT, {"finish": Act(_STAFF, moves=True, closes=True)}),
    },
    begin=_begin,
    acts={
        "consent": _consent,
        "thanks": _thanks,
        "repeat": _repeat,
        "go_on": _thanks,
        "rephrase": _rephrase,
        "strike": _strike,
        "again": lambda stage, by, values: stage.go("giving"),
        "release_partner": _release_partner,
        "close": _close,
        "finish": _finish,
    },
    settle=_settle,
    may_start=_may_start,
    public=_public,
    staff=_staff,
    public_facts={"limit_s": Fact(Kind.SECONDS), "next": Fact(Kind.NEXT)},
    staff_facts={
        **dict.fromkeys(("waiting", "passed", "spoken", "closed", "needs_release"), Fact(Kind.PEOPLE)),
        **dict.fromkeys(("struck", "rephrased"), Fact(Kind.COUNT)),
        "receiver_left": Fact(Kind.FLAG),
    },
    asks={
        "needs_release": about(lambda stage: stage.memory["held"], Deed("release_partner")),
        "receiver_left": when(lambda stage: stage.memory["receiver_left"]),
    },
)
