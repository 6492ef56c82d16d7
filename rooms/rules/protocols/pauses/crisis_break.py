"""Crisis break (F12): the group takes a short pause while staff look after somebody.

It may start on top of anything, and nothing starts on top of it. The group is told only that there is a pause; why, for
whom, and what is done about it are for staff. The timeline holds kinds and times, never content.

Nothing here calls, messages or alerts anybody: it reminds the facilitators in the room, who make every call themselves.
"""

from collections.abc import Callable
from typing import Any

from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.rules.protocols.declaration import FACILITATOR, Act, Choice, People, ProtocolRules, Step
from rooms.rules.protocols.shows import Deed, Fact, Kind, about, when
from rooms.rules.protocols.stage import Stage

__all__ = ["CRISIS_BREAK", "DONE", "REMINDERS", "TIMELINE_MAX"]

REMINDERS = ((30.0, "reminder_colleague"), (90.0, "reminder_director"))
"""Seconds without acknowledgement after which facilitators are reminded to phone, with the kind on the timeline."""
TIMELINE_MAX = 100
DONE = (
    "talked",
    "called_person",
    "called_contact",
    "called_crisis_line",
    "called_emergency",
    "called_on_call",
    "called_director",
    "help_arrived",
    "stayed",
    "left_with_plan",
)
"""What staff may note that they did, with its time: codes, so that nothing that was said gets in."""


def _begin(stage: Stage) -> None:
    concerned = next(iter(stage.options.get("person", ())), None)
    stage.go(
        "triage",
        for_s=REMINDERS[0][0],
        timeline=[],
        response=None,
        concerned=concerned,
        concerned_here=concerned is not None,
        noted=None,
        with_group=None,
        acknowledged=False,
        reminders=0,
    )
    _note(stage, "started")


def _note(stage: Stage, kind: str) -> None:
    timeline = stage.memory["timeline"]
    if len(timeline) < TIMELINE_MAX:
        stage.remember(timeline=[*timeline, {"kind": kind, "at": stage.now}])


def _due(stage: Stage) -> None:
    done = _reminders(stage)
    after_s, kind = REMINDERS[done]
    stage.remember(reminders=done + 1)
    if done + 1 < len(REMINDERS):
        stage.clock(REMINDERS[done + 1][0] - after_s)
    _note(stage, kind)


def _reminders(stage: Stage) -> int:
    """Return the number of reminders so far; breaks started by an earlier version do not count them."""
    return int(stage.memory.get("reminders", 0))


def _acknowledge(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    if not stage.memory["acknowledged"]:
        stage.remember(acknowledged=True)
        stage.clock(None)
        _note(stage, "acknowledged")


def _concerns(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    person = next(iter(values["person"]), None)
    stage.remember(concerned=person, concerned_here=person is not None)


def _note_done(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(noted=values["done"])
    _note(stage, values["done"])


def _stay_with_group(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.remember(with_group=by)
    _note(stage, "with_group")


def _respond(stage: Stage, response: str) -> None:
    """Record a response and stop the reminders. Changing the response is not a new step, which would be visible."""
    if stage.step == "response":
        stage.remember(response=response)
    else:
        stage.go("response", response=response, acknowledged=True)
    _note(stage, response)


def _regroup(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.go("regroup", acknowledged=True)
    _note(stage, "regroup")


def _debrief(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.go("debrief")
    _note(stage, "debrief")


def _document(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    _note(stage, "documented")
    memory = stage.memory
    stage.finish(
        response=memory["response"],
        reminders=_reminders(stage),
        timeline=memory["timeline"],
    )


def _settle(stage: Stage) -> None:
    """Record when the person concerned loses the connection, and when they are back."""
    person = stage.memory["concerned"]
    if person is None:
        return
    here = stage.context.seat_of(person).connected
    if here != stage.memory["concerned_here"]:
        stage.remember(concerned_here=here)
        _note(stage, "connected" if here else "connection_lost")


def _staff(stage: Stage) -> dict[str, Any]:
    told = (
        "response",
        "concerned",
        "concerned_here",
        "with_group",
        "acknowledged",
        "timeline",
    )
    facts = {name: stage.memory[name] for name in told if stage.memory[name] is not None}
    # Breaks that an earlier version started have none.
    facts |= {"noted": stage.memory["noted"]} if stage.memory.get("noted") else {}
    return facts | {"reminders": _reminders(stage)}


def _unseen(reminders: Callable[[int], bool]) -> Callable[[Stage], bool]:
    return lambda stage: reminders(_reminders(stage)) and not stage.memory["acknowledged"]


def _is_lost(stage: Stage) -> bool:
    return stage.memory["concerned"] is not None and not stage.memory["concerned_here"]


_LEAD = Act((FACILITATOR,))
_ON = Act((FACILITATOR,), moves=True)
_CONCERNS = Act((FACILITATOR,), {"person": People(0, 1)})
_RESPONSES = {"private_talk": _LEAD, "group_break": _LEAD, "emergency": _LEAD}
_ALWAYS = {
    "concerns": _CONCERNS,
    "stay_with_group": _LEAD,
    "note": Act((FACILITATOR,), {"done": Choice(DONE)}),
}

CRISIS_BREAK = ProtocolRules(
    id="crisis_break",
    roles=(),
    options={"person": People(0, 1)},
    steps={
        # No step's name reveals the response: everybody is told the step.
        "triage": Step(
            FloorMode.QUIET,
            acts={**_RESPONSES, "acknowledge": _ON, **_ALWAYS, "regroup": _LEAD},
            prompts=False,
        ),
        "response": Step(FloorMode.QUIET, acts={**_RESPONSES, **_ALWAYS, "regroup": _ON}, prompts=False),
        "regroup": Step(FloorMode.STAFF_ONLY, acts={**_RESPONSES, **_ALWAYS, "debrief": _ON}, prompts=False),
        # Turns are paused while this run is on top, so people may speak freely here.
        "debrief": Step(
            FloorMode.OPEN,
            MicPolicy.SOFT,
            {**_RESPONSES, **_ALWAYS, "document": Act((FACILITATOR,), moves=True, closes=True)},
            prompts=False,
        ),
    },
    begin=_begin,
    acts={
        "acknowledge": _acknowledge,
        "concerns": _concerns,
        "stay_with_group": _stay_with_group,
        "note": _note_done,
        "private_talk": lambda stage, by, values: _respond(stage, "private_talk"),
        "group_break": lambda stage, by, values: _respond(stage, "group_break"),
        "emergency": lambda stage, by, values: _respond(stage, "emergency"),
        "regroup": _regroup,
        "debrief": _debrief,
        "document": _document,
    },
    settle=_settle,
    due=_due,
    interrupts=True,
    emergency=True,
    # The clock is internal: it would reveal when staff have dealt with it.
    shows_due=lambda stage: False,
    staff=_staff,
    staff_facts={
        **dict.fromkeys(("response", "timeline"), Fact(Kind.DATA)),
        **dict.fromkeys(("concerned", "with_group"), Fact(Kind.PERSON)),
        **dict.fromkeys(("concerned_here", "acknowledged"), Fact(Kind.FLAG)),
        "reminders": Fact(Kind.COUNT),
        "noted": Fact(Kind.WORD, said=True, values=DONE),
    },
    asks={
        "choose": when(
            lambda stage: stage.step == "triage",
            *(Deed(action) for action in (*_RESPONSES, "stay_with_group")),
        ),
        "phone_director": when(_unseen(lambda reminders: reminders > 1)),
        "phone_colleague": when(_unseen(lambda reminders: reminders == 1)),
        "lost": about(lambda stage: [stage.memory["concerned"]] if _is_lost(stage) else []),
        "nobody_with_group": when(
            lambda stage: stage.memory["response"] and not stage.memory["with_group"],
            Deed("stay_with_group"),
        ),
        "with_group": about(lambda stage: [stage.memory["with_group"]]),
    },
)
