import logging
import re
from pathlib import Path

import pytest

from app.live import library as library_module
from app.live.library import SHIPPED, LibraryRefused, load_libraries, read_texts
from rooms.library.check import check_protocol, untranslated
from rooms.library.model import Library, ProtocolText
from rooms.library.parse import PARSERS
from rooms.library.table import names_in
from tests.rooms.library.texts import DECK, PROMPTS, PROTOCOL, spanish

PAGE = Path(__file__).parents[3] / "docs" / "library.md"
HOPE = DECK.replace("trust", "hope")


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    for folder in PARSERS:
        (tmp_path / folder).mkdir()
    return tmp_path


@pytest.fixture(scope="module")
def shipped() -> dict[str, Library]:
    return load_libraries(None)


def refusals(clinic: Path) -> list[str]:
    with pytest.raises(LibraryRefused) as refused:
        load_libraries(clinic)
    return [line.removeprefix(f"{clinic.as_posix()}/") for line in refused.value.lines]


def test_every_file_of_the_release_is_read_in_each_language(shipped: dict[str, Library]) -> None:
    names = {file.relative_to(SHIPPED).as_posix() for file in SHIPPED.rglob("*.toml")}
    texts = {Path(text.source.page.file).relative_to(SHIPPED).as_posix() for text in read_texts(None)}
    assert texts == names
    assert untranslated(read_texts(None)) == {language: [] for language in shipped}
    assert {"en", "es"} <= set(shipped)
    assert all(re.sub(r"\.[a-z]+\.toml$", ".en.toml", name) in names for name in names)
    spanish_texts = [*shipped["es"].decks.values(), *shipped["es"].protocols.values()]
    assert {text.source.language for text in spanish_texts} == {"es"}


def test_decks_have_enough_to_talk_about(shipped: dict[str, Library]) -> None:
    wanted = {
        "anger",
        "boundaries",
        "closeness",
        "conflict",
        "emotional_intelligence",
        "grief",
        "loneliness",
        "relationship_dynamics",
        "return_to_use",
        "shame",
        "trauma",
        "trust",
        "trust_after_use",
        "validation",
        "validation_practice",
    }
    assert wanted <= set(shipped["en"].decks)
    for deck in shipped["en"].decks.values():
        assert 3 <= len(deck.topics) <= 4
        assert all(4 <= len(topic.questions) <= 6 for topic in deck.topics)


def test_questions_are_open_and_differ_between_languages(shipped: dict[str, Library]) -> None:
    closed = re.compile(r"^(do|does|did|is|are|was|were|can|could|will|would|have|has)\b.*\?$", re.IGNORECASE)
    for key, deck in shipped["en"].decks.items():
        for topic, other in zip(deck.topics, shipped["es"].decks[key].topics, strict=True):
            for question, translated in zip(topic.questions, other.questions, strict=True):
                # "Do you tend to trust fast, slowly, or not at all?" offers a choice.
                assert not closed.match(question.text) or ", or " in question.text, question.text
                assert question.text != translated.text


def test_the_breath_is_four_in_and_six_out(shipped: dict[str, Library]) -> None:
    lines = shipped["en"].scripts["paced_breath"].lines
    assert {line.seconds for line in lines if line.text == "Breathe in."} == {4}
    assert {line.seconds for line in lines if line.text == "Breathe out slowly."} == {6}


def test_exercises_take_one_to_five_minutes_and_end_with_half_a_minute(shipped: dict[str, Library]) -> None:
    for key in shipped["en"].scripts.keys() - {"break"}:
        lines = shipped["en"].scripts[key].lines
        assert 60 <= sum(line.seconds for line in lines) <= 300
        assert lines[-1].seconds == 30


def test_a_rest_fits_a_grounding_of_the_default_length(shipped: dict[str, Library]) -> None:
    """If it were cut short, it would promise time that nobody gets."""
    assert sum(line.seconds for line in shipped["en"].scripts["break"].lines) <= 180


@pytest.mark.parametrize("language", ["en", "es"])
def test_methods_and_decks_for_couples_speak_of_fear_before_they_begin(
    shipped: dict[str, Library], language: str
) -> None:
    library = shipped[language]
    methods = ("imago", "speaker_listener", "time_out", "fishbowl", "guided_discussion")
    decks = (
        "conflict",
        "trust",
        "closeness",
        "relationship_dynamics",
        "trust_after_use",
        "validation_practice",
    )
    before = [library.protocols[key].before for key in methods] + [library.decks[key].before for key in decks]
    assert all(re.search(r"afraid|miedo", text or "") for text in before)


@pytest.mark.parametrize(
    ("language", "breath"), [("en", r"\bbreath"), ("es", r"\brespir|\b[ie]nhal|\bexhal")]
)
def test_there_is_grounding_that_asks_nothing_of_breath_or_body(
    shipped: dict[str, Library], language: str, breath: str
) -> None:
    body = r"\b(feet|shoulders|jaw|hands?|pies|hombros|mandíbula|manos?)\b"
    for key in ("look_around", "count_and_name"):
        lines = shipped[language].scripts[key].lines[1:]
        assert not [line.text for line in lines if re.search(f"{breath}|{body}", line.text, re.IGNORECASE)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_protocol_says_when_something_else_is_better(
    shipped: dict[str, Library], language: str
) -> None:
    assert all(len(text.not_when) >= 2 for text in shipped[language].protocols.values())


@pytest.mark.parametrize("language", ["en", "es"])
def test_rounds_have_questions_for_each_phase_and_depth(shipped: dict[str, Library], language: str) -> None:
    asked = [prompt for prompt in shipped[language].prompts.values() if prompt.question]
    for phase in ("first_day", "begin", "middle", "deeper", "end"):
        assert len([prompt for prompt in asked if prompt.step == phase]) >= 8


@pytest.mark.parametrize("language", ["en", "es"])
def test_rounds_have_forty_questions_to_choose_from(shipped: dict[str, Library], language: str) -> None:
    asked = [prompt for prompt in shipped[language].prompts.values() if prompt.question]
    assert len(asked) >= 40
    assert all(prompt.audience == "all" for prompt in asked)
    assert "general.no_hurry" not in {prompt.id for prompt in asked}


@pytest.mark.parametrize(
    ("protocol", "steps"),
    [
        ("grounding", {"guided", "transition"}),
        ("protected_silence", {"quiet"}),
        ("guided_discussion", {"question", "closing"}),
    ],
)
def test_the_quiet_protocols_have_their_steps(
    shipped: dict[str, Library], protocol: str, steps: set[str]
) -> None:
    text = shipped["en"].protocols[protocol]
    options = {option: text.choices.get(option, {}) for option in text.options}
    assert check_protocol(text, steps, text.actions, text.roles, options) == []


def test_a_clinic_replaces_one_file_and_adds_another(clinic: Path) -> None:
    mine = (SHIPPED / "decks" / "trust.en.toml").read_text().replace("Trust, step by step", "Trust, our way")
    (clinic / "decks" / "trust.en.toml").write_text(mine)
    (clinic / "decks" / "hope.en.toml").write_text(HOPE)
    libraries = load_libraries(clinic)
    assert libraries["en"].decks["trust"].title == "Trust, our way"
    assert libraries["es"].decks["trust"].source.language == "es"
    assert libraries["en"].decks["hope"].title == "Trust"
    assert libraries["es"].decks["hope"].source.language == "en"
    assert "conflict" in libraries["en"].decks


def test_a_file_that_is_withdrawn_is_left_out_with_what_it_replaces(
    clinic: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for language in ("en", "es"):
        text = (SHIPPED / "decks" / f"trust.{language}.toml").read_text()
        (clinic / "decks" / f"trust.{language}.toml").write_text(
            text.replace("reading_level", "withdrawn = true\nreading_level")
        )
    with caplog.at_level(logging.INFO):
        libraries = load_libraries(clinic)
    assert all("trust" not in library.decks for library in libraries.values())
    assert [record.getMessage() for record in caplog.records] == ["library.withdrawn"] * 2
    assert caplog.records[0].__dict__["file"] == f"{clinic.as_posix()}/decks/trust.en.toml"


def test_the_first_error_of_every_file_is_told(clinic: Path) -> None:
    (clinic / "decks" / "hope.en.toml").write_text(HOPE.replace("minutes = 40", "minutes = 4"))
    (clinic / "prompts" / "mine.en.toml").write_bytes(b"id = 'mine'\n\xff")
    (clinic / "decks" / "late.en.toml").write_text("late")
    found = refusals(clinic)
    assert [line.split(": ")[0] for line in found] == [
        "decks/hope.en.toml:8",
        "decks/late.en.toml:1",
        "prompts/mine.en.toml:2",
    ]


def test_files_that_do_not_fit_together_are_told(clinic: Path) -> None:
    (clinic / "decks" / "trust.en.toml").write_text(DECK)
    sheet = PROMPTS.replace('"general"', '"general.no"').replace("general.thank_you", "general.no.thanks")
    (clinic / "prompts" / "general.no.en.toml").write_text(
        sheet.replace("general.silence", "general.no.silence")
    )
    (found,) = refusals(clinic)
    assert found.startswith(f"{SHIPPED.as_posix()}/decks/trust.es.toml:")
    assert f"{clinic.as_posix()}/decks/trust.en.toml" in found
    (clinic / "decks" / "trust.es.toml").write_text(spanish(DECK))
    assert load_libraries(clinic)["es"].decks["trust"].minutes == 40


@pytest.mark.parametrize("place", ["trust.en.toml", "deck/hope.en.toml"])
def test_a_file_where_none_is_read_is_an_error(clinic: Path, place: str) -> None:
    (clinic / place).parent.mkdir(exist_ok=True)
    (clinic / place).write_text(HOPE)
    assert refusals(clinic) == [
        f"{place}:1: file: must be in one of the folders prompts, decks, protocols, scripts"
    ]


def test_the_folder_of_one_kind_is_no_library(clinic: Path) -> None:
    (clinic / "decks" / "hope.en.toml").write_text(HOPE)
    assert "must be in one of the folders" in refusals(clinic / "decks")[0]


def test_what_is_no_toml_file_is_left_alone(clinic: Path) -> None:
    (clinic / "decks" / "hope.en.toml~").write_text("x")
    (clinic / "decks" / ".hope.en.toml").write_text("x")
    (clinic / "README.md").write_text("x")
    assert "hope" not in load_libraries(clinic)["en"].decks


def test_what_cannot_be_read_is_told(clinic: Path) -> None:
    (clinic / "decks" / "hope.en.toml").mkdir()
    assert refusals(clinic) == ["decks/hope.en.toml:1: file: cannot be read: Is a directory"]


def test_a_directory_of_too_many_files_is_refused(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_module, "MAX_FILES", 200)
    for number in range(201):
        (clinic / "decks" / f"d{number}.en.toml").touch()
    with pytest.raises(LibraryRefused, match="there are 201 files; 200 are allowed"):
        load_libraries(clinic)


def test_a_protocol_of_the_clinic_joins_the_others(clinic: Path) -> None:
    (clinic / "protocols" / "speaker_listener.en.toml").write_text(PROTOCOL.replace("Not quite", "Almost"))
    texts = [text for text in read_texts(clinic) if isinstance(text, ProtocolText)]
    (mine,) = [t for t in texts if t.id == "speaker_listener" and t.source.language == "en"]
    assert mine.actions["not_quite"].label == "Almost"


def test_the_examples_of_the_documentation_are_read() -> None:
    head, prompts, deck, script, protocol = re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    for folder, key, text in (
        ("prompts", "general", prompts),
        ("decks", "trust", deck),
        ("scripts", "breath", script),
        ("protocols", "speaker_listener", protocol),
    ):
        file = f"{folder}/{key}.en.toml"
        found = PARSERS[folder](file, head.replace('"trust"', f'"{key}"') + text)
        assert found.id == key


def test_a_fact_and_an_ask_leave_the_same_open_in_both_languages(shipped: dict[str, Library]) -> None:
    """A name or a number that only one language says would be missed in the other; what is plural may say it once."""
    for key, english in shipped["en"].protocols.items():
        spanish = shipped["es"].protocols[key]
        for ours, theirs in ((english.facts, spanish.facts), (english.asks, spanish.asks)):
            for name, forms in ours.items():
                said, other = (set(names_in(found.get("text", ""))) for found in (forms, theirs[name]))
                assert said == other, f"{key} {name}"
        assert {k: names_in(v) for k, v in english.deeds.items()} == {
            k: names_in(v) for k, v in spanish.deeds.items()
        }


def test_a_language_is_added_by_adding_files(clinic: Path, caplog: pytest.LogCaptureFixture) -> None:
    deck = HOPE.replace('language = "en"', 'language = "fr"').replace("Trust", "Espoir")
    (clinic / "decks" / "hope.en.toml").write_text(HOPE)
    (clinic / "decks" / "hope.fr.toml").write_text(deck)
    found = load_libraries(clinic)
    assert found["fr"].decks["hope"].source.language == "fr"
    assert found["fr"].decks["trust"].source.language == "en"


def test_what_a_language_lacks_is_named_at_the_start(clinic: Path, caplog: pytest.LogCaptureFixture) -> None:
    (clinic / "decks" / "hope.en.toml").write_text(HOPE)
    load_libraries(clinic)
    (record,) = [record for record in caplog.records if record.message == "library.untranslated"]
    assert (record.language, record.file) == ("es", "decks/hope.en.toml")  # type: ignore[attr-defined]


def test_a_half_translated_file_refuses_the_start(clinic: Path) -> None:
    """People in one room would be at different steps."""
    text = (SHIPPED / "protocols" / "imago.es.toml").read_text()
    (clinic / "protocols" / "imago.es.toml").write_text(
        text.replace("not_when", "# not_when", 1).replace('  "', '#  "')
    )
    assert refusals(clinic) != []
