from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.library.errors import LibraryError
from rooms.library.lines import count_lines
from rooms.library.model import ActionText, Line, Question, Review, Source, StepText, Text
from rooms.library.parse import (
    MAX_FILE_BYTES,
    MAX_FILE_LINES,
    PARSERS,
    decode,
    parse_deck,
    parse_prompts,
    parse_protocol,
    parse_script,
)
from tests.rooms.library.texts import DECK, PROMPTS, PROTOCOL, SCRIPT

FILES = {
    "prompts/general.en.toml": PROMPTS,
    "decks/trust.en.toml": DECK,
    "protocols/speaker_listener.en.toml": PROTOCOL,
    "scripts/breath.en.toml": SCRIPT,
}


def parse(file: str, text: str) -> Text:
    return PARSERS[file.split("/")[0]](file, text)


def test_every_file_has_its_version_and_readers() -> None:
    source = parse_deck("decks/trust.en.toml", DECK).source
    assert (source.version, source.language, source.reading_level, source.withdrawn) == (1, "en", 6, False)
    assert source.page.file == "decks/trust.en.toml"


def reviewed(lines: str, version: int = 3) -> Source:
    text = DECK.replace("version = 1", f"version = {version}").replace("withdrawn = false", lines)
    return parse_deck("decks/trust.en.toml", text).source


_REVIEW = 'reviewed_by = "A. Rivera, LMFT"\nreviewed_on = 2026-11-28\nreviewed_version = 3'


def test_a_review_says_who_reviewed_which_version_and_when() -> None:
    source = reviewed(_REVIEW)
    assert source.review == Review("A. Rivera, LMFT", date(2026, 11, 28), 3)
    assert source.reviewed_on == date(2026, 11, 28)


def test_a_file_never_reviewed_or_changed_since_counts_as_unreviewed() -> None:
    assert reviewed("withdrawn = false").reviewed_on is None
    changed = reviewed(_REVIEW, version=4)
    assert changed.review is not None
    assert changed.reviewed_on is None


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ('reviewed_by = "A. Rivera"', "reviewed_on"),
        ("reviewed_on = 2026-11-28\nreviewed_version = 3", "reviewed_by"),
        (_REVIEW.replace("reviewed_version = 3", "reviewed_version = 4"), "reviewed_version"),
        (_REVIEW.replace("2026-11-28", '"2026-11-28"'), "reviewed_on"),
        (_REVIEW.replace("2026-11-28", "2026-11-28T10:00:00"), "reviewed_on"),
        ("approved = true", "approved"),
    ],
)
def test_incomplete_and_future_reviews_are_refused(lines: str, field: str) -> None:
    with pytest.raises(LibraryError) as raised:
        reviewed(lines)
    assert raised.value.field == field


def test_general_prompts_are_read() -> None:
    sheet = parse_prompts("general.en.toml", PROMPTS)
    assert sheet.occasions == {"thank": "Thank"}
    first = sheet.prompts[0]
    assert (first.id, first.protocol, first.step, first.audience, first.text) == (
        "general.thank_you",
        None,
        "thank",
        "holder",
        "Thank you, {holder}.",
    )


def test_a_deck_is_read() -> None:
    deck = parse_deck("trust.en.toml", DECK)
    assert (deck.id, deck.title, deck.minutes) == ("trust", "Trust", 40)
    (topic,) = deck.topics
    assert topic.hint == "Watching and waiting is allowed."
    assert topic.questions == (
        Question("trust.one", "What makes you trust a little more?", "Who did so?"),
        Question("trust.two", "Which promises can you keep?", None),
    )


def test_the_text_of_a_protocol_is_read() -> None:
    text = parse_protocol("speaker_listener.en.toml", PROTOCOL)
    assert text.roles == {"speaker": "Speaker", "listener": "Listener"}
    assert text.options == {"minutes": "Minutes in all", "order": "Order"}
    assert text.choices == {"order": {"seat": "By seat", "random": "Random"}}
    cues = {"speaker": "Listen for whether it lands.", "facilitator": "Stay close."}
    now = "{listener} says back what {speaker} said."
    assert text.steps == {"paraphrase": StepText("Say it back", now, cues)}
    does = "You say it once more, and it is said back again."
    assert text.actions == {"not_quite": ActionText("Not quite", does)}
    (prompt,) = text.prompts
    assert (prompt.protocol, prompt.audience) == ("speaker_listener", "speaker")


def test_a_script_is_read() -> None:
    script = parse_script("breath.en.toml", SCRIPT)
    assert script.lines == (Line("Breathe in.", 4), Line("Breathe out slowly.", 6))


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "field", "reason"),
    [
        ("decks/trust.en.toml", 'id = "trust"', 'id = "Trust"', 1, "id", "must be at most"),
        ("decks/trust.en.toml", 'id = "trust"', 'id = "thrust"', 1, "id", "with this id and language"),
        ("decks/trust.en.toml", "version = 1", "version = 0", 2, "version", "must be a whole number"),
        ("decks/trust.en.toml", "version = 1\n", "", 1, "version", "is missing"),
        ("decks/trust.en.toml", '"en"', '"EN"', 3, "language", "must be the two or three small letters"),
        ("decks/trust.en.toml", '"en"', '"es"', 1, "id", "with this id and language"),
        ("decks/trust.en.toml", "level = 6", "level = 9", 4, "reading_level", "must be a whole number"),
        (
            "decks/trust.en.toml",
            "withdrawn = false",
            'withdrawn = "yes"',
            5,
            "withdrawn",
            "must be true or false",
        ),
        ("decks/trust.en.toml", "minutes = 40", "minutes = 4", 8, "minutes", "must be a whole number from 5"),
        ("decks/trust.en.toml", "minutes = 40", "seconds = 40", 1, "minutes", "is missing"),
        ("decks/trust.en.toml", "minutes = 40", "minutes = 40\nx = 1", 9, "x", "is not a field here"),
        ("decks/trust.en.toml", "hint", "tip", 9, "topics.1.hint", "is missing"),
        (
            "decks/trust.en.toml",
            '"trust.two"',
            '"trust.one"',
            17,
            "topics.1.questions.2.id",
            "trust.one stands",
        ),
        (
            "decks/trust.en.toml",
            '"trust.two"',
            '"two"',
            17,
            "topics.1.questions.2.id",
            "must begin with trust.",
        ),
        ("decks/trust.en.toml", "Who did so?", "x" * 201, 15, "topics.1.questions.1.follow_up", "has 201"),
        (
            "decks/trust.en.toml",
            "Which",
            "{holder}",
            18,
            "topics.1.questions.2.text",
            "{holder} is no placeholder",
        ),
        ("prompts/general.en.toml", "{holder}.", "x" * 120, 12, "prompts.1.text", "has 131 characters; 120"),
        (
            "prompts/general.en.toml",
            "{holder}",
            "{speaker}",
            12,
            "prompts.1.text",
            "{speaker} is no placeholder",
        ),
        (
            "prompts/general.en.toml",
            '"holder"',
            '"everyone"',
            11,
            "prompts.1.audience",
            "must be one of: all,",
        ),
        (
            "prompts/general.en.toml",
            'step = "thank"',
            'step = "x"',
            10,
            "prompts.1.step",
            "must be one of: thank",
        ),
        ("prompts/general.en.toml", "There is no hurry.", " ", 17, "prompts.2.text", "is empty"),
        ("prompts/general.en.toml", 'thank = "Thank"', "", 10, "prompts.1.step", "must be one of: none"),
        ("scripts/breath.en.toml", "seconds = 6", "seconds = 121", 12, "lines.2.seconds", "must be a whole"),
        (
            "scripts/breath.en.toml",
            "seconds = 6",
            "seconds = 6\nx = 1",
            13,
            "lines.2.x",
            "is not a field here",
        ),
        (
            "protocols/speaker_listener.en.toml",
            "[roles]",
            'not_when = ["One.", " "]\n[roles]',
            9,
            "not_when.2",
            "is empty",
        ),
        (
            "protocols/speaker_listener.en.toml",
            "[roles]",
            "not_when = [1]\n[roles]",
            9,
            "not_when.1",
            "must be text in quotation marks",
        ),
        (
            "protocols/speaker_listener.en.toml",
            "[roles]",
            'not_when = ["a", "b", "c", "d", "e"]\n[roles]',
            9,
            "not_when",
            "there are 5; 4 are allowed",
        ),
        (
            "protocols/speaker_listener.en.toml",
            "facilitator =",
            "somebody =",
            21,
            "steps.paraphrase.somebody",
            "is neither a role nor one of: all_others,",
        ),
        (
            "protocols/speaker_listener.en.toml",
            'now = "{listener}',
            'now = "{hearer}',
            19,
            "steps.paraphrase.now",
            "{hearer} is no placeholder here; allowed: {facilitator}",
        ),
        (
            "protocols/speaker_listener.en.toml",
            '"By seat"',
            f'"{"x" * 41}"',
            16,
            "options.order.choices.seat",
            "has 41 characters; 40 are allowed",
        ),
        (
            "protocols/speaker_listener.en.toml",
            'label = "Not quite"',
            "",
            22,
            "actions.not_quite.label",
            "is missing",
        ),
        (
            "protocols/speaker_listener.en.toml",
            'step = "paraphrase"',
            'step = "speaker_chunk"',
            27,
            "prompts.1.step",
            "must be one of: paraphrase",
        ),
        (
            "protocols/speaker_listener.en.toml",
            'label = "Order"',
            'label = "Order"\nlongest = 3',
            16,
            "options.order.longest",
            "is not a field here",
        ),
        ("decks/trust.en.toml", 'title = "Trust"', "title = Trust", 6, "file", "cannot be read as TOML: "),
        ("decks/trust.en.toml", '"Trust"', '"""Trust', 6, "file", "cannot be read as TOML: "),
    ],
)
def test_an_error_names_the_field_and_its_line(
    file: str, old: str, new: str, line: int, field: str, reason: str
) -> None:
    assert old in FILES[file]
    with pytest.raises(LibraryError) as raised:
        parse(file, FILES[file].replace(old, new, 1))
    error = raised.value
    assert (error.file, error.line, error.field) == (file, line, field)
    assert error.reason.startswith(reason)


def test_a_script_cannot_be_longer_than_the_longest_grounding() -> None:
    line = '[[lines]]\ntext = "Rest."\nseconds = 100\n'
    head, _, _ = SCRIPT.partition("[[lines]]")
    assert len(parse_script("breath.en.toml", head + 3 * line).lines) == 3
    with pytest.raises(LibraryError, match="last 400 seconds together; 300 are allowed"):
        parse_script("breath.en.toml", head + 4 * line)


def test_bytes_are_decoded_to_text() -> None:
    assert decode("a.toml", "¿Qué?".encode()) == "¿Qué?"


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"a = 1\nb = '\xff'\n", 2, "is no UTF-8 text"),
        (b"#" * (MAX_FILE_BYTES + 1), 1, "has 65537 bytes"),
        (b"\n" * (MAX_FILE_LINES + 1), MAX_FILE_LINES, "has more than 2000 lines"),
    ],
)
def test_bytes_that_are_not_text_are_refused(data: bytes, line: int, reason: str) -> None:
    with pytest.raises(LibraryError) as raised:
        decode("a.toml", data)
    assert (raised.value.line, raised.value.field) == (line, "file")
    assert raised.value.reason.startswith(reason)


def damaged(text: str) -> st.SearchStrategy[str]:
    """The text with a section of it replaced by something else, twice."""

    def cut(text: str) -> st.SearchStrategy[str]:
        pieces = st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                ["\n", '"', '"""', "[", "]", "{", "}", " = 1\n", "[[topics]]\n", "[x.y]\n", "true"]
            ),
        )
        places = st.tuples(st.integers(0, len(text)), st.integers(0, 12), pieces)
        return places.map(lambda at: text[: at[0]] + at[2] + text[at[0] + at[1] :])

    return cut(text).flatmap(cut)


@pytest.mark.parametrize("file", FILES)
@given(data=st.data())
def test_any_file_is_parsed_or_refused_with_one_of_its_lines(file: str, data: st.DataObject) -> None:
    text = data.draw(st.one_of(damaged(FILES[file]), st.text()))
    refused: LibraryError | None = None
    try:
        found = parse(file, text)
    except LibraryError as error:
        refused = error
    if refused is None:
        assert f"{found.id}.{found.source.language}.toml" == file.split("/")[1]
    else:
        assert 1 <= refused.line <= count_lines(text)
        assert refused.file == file
        assert refused.field
        assert refused.reason
