"""Fishbowl: an inner circle talks, the outer one listens; an open chair may be taken for a moment.

Until the circle opens, only staff and those asked know who was asked: a couple sits inside only if both agreed
beforehand, each in private, and nobody learns who did not.
"""

from typing import Any

from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.rules.protocols.declaration import (
    FACILITATOR,
    PARTICIPANT,
    Act,
    Flag,
    Number,
    People,
    ProtocolRules,
    Step,
)
from rooms.rules.protocols.order import (
    fresh_order,
    next_two,
    offer_next,
    take_note_of_people,
    take_note_of_turn,
)
from rooms.rules.protocols.shows import Circle, Deed, Fact, Kind, about, when
from rooms.rules.protocols.stage import Stage

__all__ = ["CHAIR_S", "FEEDBACK_S", "FISHBOWL", "INNER_MAX", "INNER_MIN"]

INNER_MIN = 2
INNER_MAX = 5
CHAIR_S = 180
"""How long the open chair should be taken; the clock only informs."""
FEEDBACK_S = 45


def _begin(stage: Stage) -> None:
    stage.remember(circles=0, chairs=0, suggested=[], chair_since=None, time_up=False)
    _cast_anew(stage)


def _cast_anew(stage: Stage) -> None:
    for role in stage.rules.roles:
        stage.assign(role, ())
    stage.go("cast", asked=[], agreed={}, left=[], distress=False)


# Choosing the circle.


def _cast(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    # People agreed to this circle, not to another one.
    stage.remember(asked=values["people"], agreed={})


def _to_agree(stage: Stage) -> list[PersonId]:
    """Return whose consent is needed: everybody whose partner was asked, too."""
    asked = stage.memory["asked"]
    return [person for person in asked if stage.context.partner_of(person) in asked]


def _consent(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _note_agreement(stage, by, agree=values["agree"])


def _note_consent(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    [person] = values["person"]
    _note_agreement(stage, person, agree=values["agree"])


def _note_agreement(stage: Stage, person: PersonId, *, agree: bool) -> None:
    if person not in _to_agree(stage):
        raise stage.refuse("protocol.not_asked")
    stage.remember(agreed={**stage.memory["agreed"], person: agree})


def _open(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    asked = [person for person in stage.memory["asked"] if person in stage.participants()]
    if len(asked) < INNER_MIN:
        raise stage.refuse("protocol.not_cast")
    if not all(stage.memory["agreed"].get(person) for person in _to_agree(stage)):
        raise stage.refuse("protocol.needs_consent")
    if stage.holder:
        raise stage.refuse("floor.is_held")
    stage.assign("inner", asked)
    stage.go(
        "inner_live",
        for_s=60.0 * stage.options["minutes"],
        circles=stage.memory["circles"] + 1,
        time_up=False,
        chair_since=None,
        left=[],
        distress=False,
    )


# The inner circle.


def _settle(stage: Stage) -> None:
    if stage.step == "inner_live":
        _settle_circle(stage)
    elif stage.step == "outer_feedback":
        _settle_feedback(stage)


def _settle_circle(stage: Stage) -> None:
    here = stage.participants()
    gone = [person for person in stage.role("inner") if person not in here]
    _let_out(stage, gone)
    if stage.step != "inner_live":
        return
    chair = stage.one("chair")
    if chair is not None and chair not in here:
        _empty_chair(stage)
    _seat_others(stage)
    stage.let_speak([*stage.role("inner"), *stage.role("chair")])
    # A turn given while the run was paused would be one voice too many (F2).
    stage.end_turn(TurnEnding.REVOKED)


def _seat_others(stage: Stage) -> None:
    """Everybody else listens, including latecomers."""
    speaking = (*stage.role("inner"), *stage.role("chair"))
    stage.assign("outer", [person for person in stage.participants() if person not in speaking])


def _let_out(stage: Stage, gone: list[PersonId]) -> None:
    """Remove people from the inner circle; it ends if somebody left in distress or only one would remain."""
    if not gone:
        return
    people = stage.context.state.people
    stage.assign("inner", [person for person in stage.role("inner") if person not in gone])
    distress = any(people[person].distress for person in gone)
    stage.remember(left=[*stage.memory["left"], *gone], distress=distress)
    if distress or len(stage.role("inner")) < INNER_MIN:
        _end_circle(stage)


def _end_circle(stage: Stage) -> None:
    _empty_chair(stage)
    _seat_others(stage)
    stage.go("inner_end")


def _empty_chair(stage: Stage) -> None:
    stage.assign("chair", ())
    stage.remember(chair_since=None)


def _take_chair(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if not stage.options["open_chair"]:
        raise stage.refuse("protocol.no_chair")
    if stage.one("chair") is not None:
        raise stage.refuse("protocol.chair_taken")
    stage.assign("chair", [by])
    stage.remember(chair_since=stage.now, chairs=stage.memory["chairs"] + 1)


def _leave_chair(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if stage.one("chair") is None:
        raise stage.refuse("protocol.chair_free")
    _empty_chair(stage)


def _leave_circle(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _let_out(stage, [by])


def _end(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _end_circle(stage)


# The outer circle's feedback, and what follows it.


def _feedback(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _seat_others(stage)
    stage.go("outer_feedback", **fresh_order(stage.role("outer")))


def _settle_feedback(stage: Stage) -> None:
    take_note_of_turn(stage)
    take_note_of_people(stage, append=False)
    if stage.holder or stage.memory["current"]:
        return
    if not offer_next(stage, "waiting", limit_s=FEEDBACK_S):
        offer_next(stage, "passed", limit_s=FEEDBACK_S)


def _swap(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(suggested=list(stage.role("outer"))[:INNER_MAX])
    _cast_anew(stage)


def _debrief(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.go("debrief")


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.finish(circles=stage.memory["circles"], chairs=stage.memory["chairs"])


# Facts.


def _public(stage: Stage) -> dict[str, Any]:
    facts: dict[str, Any] = {"open_chair": stage.options["open_chair"], "circles": stage.memory["circles"]}
    if stage.step == "inner_live" and stage.memory["chair_since"] is not None:
        facts |= {"chair_since": stage.memory["chair_since"], "chair_s": CHAIR_S}
    if stage.step == "outer_feedback":
        offered = "waiting" if stage.memory["waiting"] else "passed"
        facts |= {"next": next_two(stage.memory, offered), "limit_s": FEEDBACK_S}
    return facts


def _staff(stage: Stage) -> dict[str, Any]:
    memory = stage.memory
    facts: dict[str, Any] = {"time_up": memory["time_up"], "left": memory["left"]}
    if memory["distress"]:
        facts["offer"] = "grounding"
    if stage.step == "cast":
        facts |= {
            "asked": memory["asked"],
            "to_agree": _unsure(stage),
            "declined": _declined(stage),
            "suggested": memory["suggested"],
        }
    return facts


def _personal(stage: Stage, person: PersonId) -> dict[str, Any]:
    if stage.step != "cast" or person not in _to_agree(stage):
        return {}
    agreed = stage.memory["agreed"]
    return {"asked": True, **({"agreed": agreed[person]} if person in agreed else {})}


def _unsure(stage: Stage) -> list[PersonId]:
    if stage.step != "cast":
        return []
    return [person for person in _to_agree(stage) if person not in stage.memory["agreed"]]


def _declined(stage: Stage) -> list[PersonId]:
    if stage.step != "cast":
        return []
    return [person for person in _to_agree(stage) if stage.memory["agreed"].get(person) is False]


_LEAD = Act((FACILITATOR,))
_ON = Act((FACILITATOR,), moves=True)
_FINISH = Act((FACILITATOR,), closes=True)

FISHBOWL = ProtocolRules(
    id="fishbowl",
    roles=("inner", "outer", "chair"),
    options={"minutes": Number(3, 30, 12), "open_chair": Flag(True)},
    steps={
        "cast": Step(
            FloorMode.STAFF_ONLY,
            acts={
                "cast": Act((FACILITATOR,), {"people": People(INNER_MIN, INNER_MAX)}),
                "consent": Act((PARTICIPANT,), {"agree": Flag(True)}, private=True),
                "note_consent": Act((FACILITATOR,), {"person": People(1, 1), "agree": Flag(True)}),
                "open": _ON,
                "finish": _FINISH,
            },
        ),
        "inner_live": Step(
            FloorMode.FISHBOWL,
            acts={
                "take_chair": Act(("outer",), optional=True),
                "leave_chair": Act(("chair", FACILITATOR), optional=True),
                "leave_circle": Act(("inner",), optional=True),
                "end": _LEAD,
            },
        ),
        "inner_end": Step(
            FloorMode.STAFF_ONLY,
            acts={"feedback": _ON, "swap": _LEAD, "debrief": _LEAD, "finish": _FINISH},
        ),
        "outer_feedback": Step(
            FloorMode.ROUND, MicPolicy.SOFT, {"swap": _LEAD, "debrief": _ON, "finish": _FINISH}
        ),
        "debrief": Step(FloorMode.QUEUE, MicPolicy.SOFT, {"swap": _LEAD, "finish": _FINISH}),
    },
    begin=_begin,
    acts={
        "cast": _cast,
        "consent": _consent,
        "note_consent": _note_consent,
        "open": _open,
        "take_chair": _take_chair,
        "leave_chair": _leave_chair,
        "leave_circle": _leave_circle,
        "end": _end,
        "feedback": _feedback,
        "swap": _swap,
        "debrief": _debrief,
        "finish": _finish,
    },
    settle=_settle,
    due=lambda stage: stage.remember(time_up=True),
    public=_public,
    staff=_staff,
    personal=_personal,
    public_facts={
        "open_chair": Fact(Kind.FLAG),
        "circles": Fact(Kind.COUNT),
        "chair_since": Fact(Kind.TIME, said=True),
        "chair_s": Fact(Kind.SECONDS),
        "next": Fact(Kind.NEXT),
        "limit_s": Fact(Kind.SECONDS),
    },
    staff_facts={
        "time_up": Fact(Kind.FLAG),
        "offer": Fact(Kind.DATA),
        **dict.fromkeys(("left", "asked", "to_agree", "declined", "suggested"), Fact(Kind.PEOPLE)),
    },
    own_facts=dict.fromkeys(("asked", "agreed"), Fact(Kind.FLAG)),
    asks={
        "time_up": when(lambda stage: stage.memory["time_up"]),
        "offer_grounding": when(
            lambda stage: stage.memory["distress"], Deed(protocol="grounding", word="grounding")
        ),
        "declined": about(_declined),
        "to_agree": about(_unsure),
        "left_circle": about(lambda stage: stage.memory["left"]),
    },
    deeds=("grounding",),
    circles={"inner": Circle.INNER, "chair": Circle.INNER, "outer": Circle.OUTER},
)
