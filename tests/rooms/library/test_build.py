from rooms.library.build import build_libraries
from rooms.library.parse import parse_deck, parse_prompts, parse_protocol, parse_script
from tests.rooms.library.texts import DECK, PROMPTS, PROTOCOL, SCRIPT, spanish

TEXTS = [
    parse_deck("trust.es.toml", spanish(DECK).replace('"Trust"', '"Confianza"')),
    parse_prompts("general.en.toml", PROMPTS),
    parse_deck("trust.en.toml", DECK),
    parse_protocol("speaker_listener.en.toml", PROTOCOL),
    parse_script("breath.en.toml", SCRIPT),
]


def test_a_library_contains_everything_by_id() -> None:
    library = build_libraries(TEXTS)["en"]
    assert library.language == "en"
    assert library.occasions == {"thank": "Thank"}
    assert list(library.prompts) == ["general.thank_you", "general.silence", "speaker_listener.one_point"]
    assert library.decks["trust"].title == "Trust"
    assert set(library.protocols) == {"speaker_listener"}
    assert set(library.scripts) == {"breath"}


def test_texts_missing_in_a_language_appear_in_english_and_say_so() -> None:
    library = build_libraries(TEXTS)["es"]
    assert (library.decks["trust"].title, library.decks["trust"].source.language) == ("Confianza", "es")
    assert library.scripts["breath"].source.language == "en"


def test_english_readers_get_no_spanish() -> None:
    assert build_libraries(TEXTS[:1])["en"].decks == {}


def test_withdrawn_texts_are_left_out() -> None:
    draft = parse_deck("trust.en.toml", DECK.replace("withdrawn = false", "withdrawn = true"))
    assert build_libraries([draft])["en"].decks == {}
