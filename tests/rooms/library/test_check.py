from collections.abc import Callable

import pytest

from rooms.library.check import check_ids, check_pairs, check_protocol, untranslated
from rooms.library.model import ProtocolText, Text
from rooms.library.parse import parse_deck, parse_prompts, parse_protocol, parse_script
from tests.rooms.library.texts import DECK, PROMPTS, PROTOCOL, SCRIPT, spanish


def deck(language: str, change: Callable[[str], str] = str) -> Text:
    return parse_deck(f"trust.{language}.toml", change(DECK if language == "en" else spanish(DECK)))


def protocol(change: Callable[[str], str] = str, language: str = "en") -> ProtocolText:
    text = PROTOCOL if language == "en" else spanish(PROTOCOL)
    return parse_protocol(f"speaker_listener.{language}.toml", change(text))


def test_languages_with_the_same_structure_match() -> None:
    assert check_pairs([deck("es"), deck("en"), protocol(), protocol(language="es")]) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "reason"),
    [
        (
            '"trust.two"',
            '"trust.three"',
            17,
            "topics.1.questions.2.id",
            "is trust.three here and trust.two in",
        ),
        ("minutes = 40", "minutes = 45", 8, "minutes", "is 45 here and 40 in trust.en.toml"),
        (
            '[[topics.questions]]\nid = "trust.two"\ntext = "Which promises can you keep?"\n',
            "",
            12,
            "topics.1.questions.2.id",
            "is missing; trust.en.toml has it",
        ),
    ],
)
def test_a_difference_is_reported_in_the_other_language(
    old: str, new: str, line: int, field: str, reason: str
) -> None:
    (error,) = check_pairs([deck("es", lambda text: text.replace(old, new)), deck("en")])
    assert (error.file, error.line, error.field) == ("trust.es.toml", line, field)
    assert error.reason.startswith(reason)


def test_something_extra_in_the_other_language_is_a_difference() -> None:
    more = '[[topics.questions]]\nid = "trust.more"\ntext = "More?"\n'
    (error,) = check_pairs([deck("en"), deck("es", lambda text: text + more)])
    assert (error.line, error.field, error.reason) == (
        20,
        "topics.1.questions.3.id",
        "is not in trust.en.toml",
    )


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('facilitator = "Stay close."\n', "", "steps.paraphrase.facilitator"),
        ('listener = "Listener"', 'listener = "Listener"\nthird = "Third"', "roles.third"),
        (', random = "Random"', "", "options.order.choices.random"),
        ("[actions.not_quite]", "[actions.almost]", "actions.not_quite"),
        ('audience = "speaker"', 'audience = "all"', "prompts.1.audience"),
    ],
)
def test_protocols_are_compared_by_name_and_not_by_words(old: str, new: str, field: str) -> None:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new).replace("Not quite", "Casi")

    (error,) = check_pairs([protocol(), protocol(change, "es")])
    assert error.field == field


def test_lines_of_a_script_last_equally_long_in_each_language() -> None:
    english = parse_script("breath.en.toml", SCRIPT)
    other = parse_script("breath.es.toml", spanish(SCRIPT).replace("seconds = 6", "seconds = 7"))
    assert [error.field for error in check_pairs([english, other])] == ["lines.2.seconds"]


def test_general_prompts_have_the_same_occasions_in_each_language() -> None:
    english = parse_prompts("general.en.toml", PROMPTS)
    more = spanish(PROMPTS).replace('thank = "Thank"', 'thank = "Gracias"\npass = "Pasar"')
    other = parse_prompts("general.es.toml", more)
    assert [error.field for error in check_pairs([english, other])] == ["occasions.pass"]


def test_an_id_appears_in_only_one_file_of_a_language() -> None:
    sheet = parse_prompts("general.en.toml", PROMPTS)
    other = parse_prompts("general.es.toml", spanish(PROMPTS))
    assert check_ids([sheet, other, deck("en"), protocol()]) == []
    same = DECK.replace("trust", "general").replace("general.one", "general.silence")
    (error,) = check_ids([sheet, parse_deck("decks/general.en.toml", same)])
    assert (error.file, error.line) == ("decks/general.en.toml", 13)
    assert error.reason == "general.silence stands in general.en.toml too"


RULES = {
    "steps": ["paraphrase"],
    "actions": ["not_quite"],
    "roles": ["speaker", "listener"],
    "options": {"minutes": [], "order": ["seat", "random"]},
}


def test_a_text_that_matches_its_rules_passes() -> None:
    assert check_protocol(protocol(), **RULES) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        ({"steps": ["paraphrase", "close"]}, (17, "steps.close", "is missing; the protocol has it")),
        ({"steps": []}, (17, "steps.paraphrase", "is unknown to the protocol")),
        ({"actions": ["not_quite", "yes"]}, (22, "actions.yes", "is missing; the protocol has it")),
        ({"roles": ["speaker"]}, (11, "roles.listener", "is unknown to the protocol")),
        ({"options": {"minutes": []}}, (14, "options.order", "is unknown to the protocol")),
        (
            {"options": {"minutes": [], "order": ["seat"]}},
            (16, "options.order.choices.random", "is unknown to the protocol"),
        ),
        (
            {"options": {"minutes": ["10"], "order": ["seat", "random"]}},
            (12, "options.minutes.choices.10", "is missing; the protocol has it"),
        ),
    ],
)
def test_missing_and_extra_texts_are_reported(rules: dict[str, object], wrong: tuple[int, str, str]) -> None:
    errors = check_protocol(protocol(), **(RULES | rules))  # type: ignore[arg-type]
    assert [(error.line, error.field, error.reason) for error in errors] == [wrong]


def test_what_a_language_lacks_is_listed_by_its_english_file() -> None:
    texts = [deck("en"), protocol(), deck("es")]
    assert untranslated(texts) == {"en": [], "es": ["speaker_listener.en.toml"]}


def test_a_language_that_warns_less_is_different() -> None:
    warned = protocol(lambda text: text.replace("[roles]", 'not_when = ["Someone is afraid."]\n[roles]'))
    (error,) = check_pairs([warned, protocol(language="es")])
    assert (error.field, error.reason) == ("not_when.1", "is missing; speaker_listener.en.toml has it")
