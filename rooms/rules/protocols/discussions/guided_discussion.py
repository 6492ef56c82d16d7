"""Guided discussion: a facilitator goes through the questions of a deck; hands and turns work as in a queue."""

from collections.abc import Mapping, Sequence
from typing import Any

from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.rules.context import RuleContext
from rooms.rules.protocols.declaration import FACILITATOR, Act, Known, Number, ProtocolRules, Step
from rooms.rules.protocols.shows import Fact, Kind
from rooms.rules.protocols.stage import Stage

__all__ = ["GUIDED_DISCUSSION"]

_TOPICS_MAX = 50
_QUESTIONS_MAX = 100


def _may_start(context: RuleContext, by: PersonId, options: Mapping[str, Any]) -> str | None:
    questions = context.library.decks.get(options["deck"], ())
    return None if options["topic"] < len(questions) else "protocol.bad_value"


def _begin(stage: Stage) -> None:
    _ask(stage, stage.options["topic"], 0)


def _questions(stage: Stage) -> Sequence[int]:
    """Return the number of questions in each topic; empty if the library no longer has the deck."""
    return stage.context.library.decks.get(stage.options["deck"], ())


def _ask(stage: Stage, topic: int, question: int) -> None:
    stage.go("question", topic=topic, question=question)


def _next_question(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    topic, question = stage.memory["topic"], stage.memory["question"]
    if topic < len(_questions(stage)) and question + 1 < _questions(stage)[topic]:
        _ask(stage, topic, question + 1)
    else:
        _next_topic(stage, by, values)


def _next_topic(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    topic = stage.memory["topic"] + 1
    if topic < len(_questions(stage)):
        _ask(stage, topic, 0)
    else:
        stage.go("closing")


def _previous_question(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    topic, question = stage.memory["topic"], stage.memory["question"]
    if stage.step == "closing":
        _ask(stage, topic, question)
    elif question > 0:
        _ask(stage, topic, question - 1)
    elif 0 < topic <= len(_questions(stage)):
        _ask(stage, topic - 1, _questions(stage)[topic - 1] - 1)
    else:
        raise stage.refuse("protocol.at_start")


def _go_to(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    topic, question = values["topic"], values["question"]
    if topic >= len(_questions(stage)):
        raise stage.refuse("protocol.bad_value", "topic")
    if question >= _questions(stage)[topic]:
        raise stage.refuse("protocol.bad_value", "question")
    _ask(stage, topic, question)


def _close(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.go("closing")


def _finish(stage: Stage, by: PersonId, values: dict[str, Any]) -> None:
    stage.finish(deck=stage.options["deck"], topic=stage.memory["topic"], question=stage.memory["question"])


def _public(stage: Stage) -> dict[str, Any]:
    questions, topic = _questions(stage), stage.memory["topic"]
    return {
        "place": {"deck": stage.options["deck"], "topic": topic, "question": stage.memory["question"]},
        "topics": len(questions),
        "of": questions[topic] if topic < len(questions) else 0,
    }


_LEAD = Act((FACILITATOR,))
_GO_TO = Act(
    (FACILITATOR,), {"topic": Number(0, _TOPICS_MAX - 1), "question": Number(0, _QUESTIONS_MAX - 1, 0)}
)

GUIDED_DISCUSSION = ProtocolRules(
    id="guided_discussion",
    roles=(),
    options={"deck": Known("deck"), "topic": Number(0, _TOPICS_MAX - 1, 0)},
    steps={
        "question": Step(
            FloorMode.QUEUE,
            MicPolicy.SOFT,
            {
                "next_question": Act((FACILITATOR,), moves=True),
                "previous_question": _LEAD,
                "next_topic": _LEAD,
                "go_to": _GO_TO,
                "close": _LEAD,
                "finish": Act((FACILITATOR,), closes=True),
            },
        ),
        "closing": Step(
            FloorMode.QUEUE,
            MicPolicy.SOFT,
            {
                "previous_question": _LEAD,
                "go_to": _GO_TO,
                "finish": Act((FACILITATOR,), moves=True, closes=True),
            },
        ),
    },
    begin=_begin,
    acts={
        "next_question": _next_question,
        "previous_question": _previous_question,
        "next_topic": _next_topic,
        "go_to": _go_to,
        "close": _close,
        "finish": _finish,
    },
    may_start=_may_start,
    public=_public,
    public_facts={
        "place": Fact(Kind.DECK_PLACE),
        **dict.fromkeys(("topics", "of"), Fact(Kind.COUNT)),
    },
)
