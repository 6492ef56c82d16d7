import tomllib
from collections.abc import Callable

import pytest

from rooms.library.errors import LibraryError, Page
from rooms.library.table import Table


def table(text: str, placeholders: tuple[str, ...] = ()) -> Table:
    return Table(Page("a.toml", text), tomllib.loads(text), (), placeholders)


def refusal(read: Callable[[], object]) -> tuple[int, str, str]:
    with pytest.raises(LibraryError) as raised:
        read()
    return raised.value.line, raised.value.field, raised.value.reason


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("1", "must be text in quotation marks"),
        ('""', "is empty"),
        ('"  "', "is empty"),
        ('"12345678901"', "has 11 characters; 10 are allowed"),
        ('" x"', "must be one line"),
        ('"x\\ny"', "must be one line"),
        ('"x\\u202Ey"', "must be one line"),
        ('"{who}"', "{who} is no placeholder here; allowed: {next}"),
        ('"a } b"', "} is no placeholder here"),
        ('"{next"', "{ is no placeholder here"),
    ],
)
def test_an_invalid_sentence_is_refused(value: str, reason: str) -> None:
    line, field, found = refusal(lambda: table(f"\na = {value}", ("next",)).text("a", 10))
    assert (line, field) == (2, "a")
    assert found.startswith(reason)


def test_a_sentence_is_returned_unchanged() -> None:
    assert table('a = "¿{next}?"', ("next",)).text("a", 10) == "¿{next}?"
    assert table("").optional_text("a", 10) is None
    assert table('a = "x"').optional_text("a", 10) == "x"


@pytest.mark.parametrize("value", ["", "A", "a..b", ".a", "a.", "a b", "ä", "a-b", "a" * 61])
def test_an_invalid_id_is_refused(value: str) -> None:
    assert refusal(lambda: table(f'id = "{value}"').name("id"))[1] == "id"


@pytest.mark.parametrize("value", ["0", "6", "true", '"2"', "2.0"])
def test_an_invalid_number_is_refused(value: str) -> None:
    assert "whole number" in refusal(lambda: table(f"a = {value}").whole("a", 1, 5))[2]


def test_invalid_words_and_flags_are_refused() -> None:
    assert refusal(lambda: table('a = "x"').one_of("a", {"b", "c"}))[2] == "must be one of: b, c"
    assert refusal(lambda: table('a = "x"').one_of("a", ()))[2] == "must be one of: none"
    assert refusal(lambda: table("a = 1").flag("a"))[2] == "must be true or false"
    assert not table("").flag("a")


def test_a_list_contains_tables_and_not_too_many() -> None:
    assert refusal(lambda: table("a = [1]").items("a", 0, 3))[1] == "a.1"
    assert refusal(lambda: table("a = 1").items("a", 0, 3))[2] == "must be a list: [[a]]"
    assert refusal(lambda: table("[[a]]\n[[a]]").items("a", 0, 1))[2] == "there are 2; 0 to 1 are allowed"
    assert refusal(lambda: table("").items("a", 1, 3))[2] == "there are 0; 1 to 3 are allowed"
    first, second = table("[[a]]\nx = 1\n[[a]]\nx = 2").items("a", 0, 2)
    assert (first.whole("x", 1, 2), second.whole("x", 1, 2)) == (1, 2)


def test_keys_of_a_table_are_plain_and_not_too_many() -> None:
    read = table('title = "x"\n[a]\n[b]')
    assert read.text("title", 5) == "x"
    assert list(read.tables(2)) == ["a", "b"]
    assert refusal(lambda: table("[A]").tables(2))[1] == "A"
    assert refusal(lambda: table("[a]\n[b]\n[c]").tables(2)) == (3, "c", "there are 3; 2 are allowed")
    assert refusal(lambda: table("a = 1").tables(2))[2] == "must be a table"


def test_unread_keys_are_refused() -> None:
    read = table("a = true\nb = 2\n")
    assert read.flag("a")
    assert refusal(read.close) == (2, "b", "is not a field here")
    read.whole("b", 1, 2)
    read.close()
