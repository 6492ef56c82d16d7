from rooms.library.errors import LibraryError, Page
from tests.rooms.library.texts import DECK

PAGE = Page("decks/trust.en.toml", DECK)


def test_it_says_where_to_look_and_why() -> None:
    error = LibraryError("decks/trust.en.toml", 3, "language", "is missing")
    assert str(error) == "decks/trust.en.toml:3: language: is missing"
    assert (error.file, error.line, error.field, error.reason) == (
        "decks/trust.en.toml",
        3,
        "language",
        "is missing",
    )


def test_a_page_finds_the_line_of_a_field_and_counts_lists_from_one() -> None:
    error = PAGE.error(("topics", 0, "questions", 1, "text"), "is too long")
    assert (error.line, error.field) == (18, "topics.1.questions.2.text")


def test_an_error_about_the_whole_file_points_to_its_first_line() -> None:
    error = PAGE.error((), "is too long")
    assert (error.line, error.field) == (1, "file")
