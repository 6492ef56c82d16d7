"""Whether a text has a sentence for everything that its protocol shows and asks."""

from dataclasses import replace

import pytest

from rooms.library.check_shown import Sentence, Shown, unlike_shown
from rooms.library.parse import parse_protocol
from tests.rooms.library.texts import PROTOCOL

MORE = """\
[values.done]
label = "What"
choices = { stay = "Stay" }
[values.feeling]
label = "A word"
[values.feeling.groups.glad]
label = "Glad"
words = { happy = "happy" }
[facts]
heard = "{number} of {of} had theirs."
half = { 1 = "First", 2 = "Second" }
[asks]
missing = { one = "{people} is away.", text = "{people} are away." }
[deeds]
shorten = "Shorten to {number} s"
[endings]
open = "Something is open."
[button]
label = "Time-out"
"""
SHOWN = Shown(
    values={"done": ("stay",), "feeling": ()},
    wheels=("feeling",),
    facts={"heard": Sentence(("number", "of")), "half": Sentence(values=("1", "2"))},
    asks={"missing": Sentence(("people",))},
    deeds=("shorten",),
    endings=("open",),
    button=("label",),
)


def wrong(shown: Shown, more: str = MORE) -> list[tuple[str, str]]:
    text = parse_protocol("speaker_listener.en.toml", PROTOCOL.replace("[[prompts]]", f"{more}[[prompts]]"))
    return [(error.field, error.reason) for error in unlike_shown(text, shown)]


def test_a_text_that_says_everything_passes() -> None:
    assert wrong(SHOWN) == []
    assert wrong(Shown(), "") == []


@pytest.mark.parametrize(
    ("part", "value", "field"),
    [
        ("values", {"done": ("stay",)}, "values.feeling"),
        ("values", {"done": ("stay", "call"), "feeling": ()}, "values.done.choices.call"),
        ("wheels", (), "values.feeling.groups"),
        ("facts", {"heard": Sentence(("number", "of"))}, "facts.half"),
        ("asks", {}, "asks.missing"),
        ("deeds", ("shorten", "start"), "deeds.start"),
        ("endings", (), "endings.open"),
        ("button", ("label", "heading"), "button.heading"),
    ],
)
def test_missing_and_extra_sentences_are_reported(part: str, value: object, field: str) -> None:
    assert field in [where for where, _ in wrong(replace(SHOWN, **{part: value}))]  # type: ignore[arg-type]


def test_a_placeholder_that_nothing_fills_is_reported() -> None:
    shown = replace(SHOWN, facts={**SHOWN.facts, "heard": Sentence(("number",))})
    assert wrong(shown) == [("facts.heard", "{of} is not filled here")]
    asks = replace(SHOWN, asks={"missing": Sentence()})
    assert wrong(asks) == [
        ("asks.missing.one", "{people} is not filled here"),
        ("asks.missing", "{people} is not filled here"),
    ]


def test_a_sentence_has_only_the_forms_that_its_rules_know() -> None:
    assert wrong(replace(SHOWN, facts={**SHOWN.facts, "half": Sentence(values=("1", "3"))})) == [
        ("facts.half.3", "is missing; the protocol has it"),
        ("facts.half.2", "is unknown to the protocol"),
    ]
    assert wrong(replace(SHOWN, facts={**SHOWN.facts, "half": Sentence()})) == [
        ("facts.half", "must be one sentence, or have text and other plural forms")
    ]


def test_a_word_appears_once_on_a_wheel() -> None:
    twice = MORE.replace(
        'words = { happy = "happy" }',
        'words = { happy = "happy" }\n[values.feeling.groups.calm]\nlabel = "Calm"\nwords = { happy = "happy" }',
    )
    assert wrong(SHOWN, twice) == [("values.feeling.groups", "happy stands there twice")]
