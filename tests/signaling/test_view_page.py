"""The page's tables name every key, and who gets it."""

import pytest

from signaling.definitions import build_definitions
from signaling.view_page import audience_of_key, describe_library, describe_view, with_part

DEFINITIONS = build_definitions()


@pytest.mark.parametrize(
    ("key", "who"),
    [
        ("room", "everybody"),
        ("seats", "in the room"),
        ("floor", "in the main room"),
        ("waiting", "staff"),
        ("leading", "those who lead"),
        ("expected", "waiting people"),
    ],
)
def test_who_gets_a_key_follows_from_its_section(key: str, who: str) -> None:
    assert audience_of_key(key) == who
    (row,) = [line for line in describe_view(DEFINITIONS).splitlines() if line.startswith(f"| `{key}` ")][:1]
    assert f"| {who} |" in row


def test_every_object_has_its_table_once() -> None:
    made = describe_view(DEFINITIONS)
    for name in ("Holder", "LedTurn", "ChatMessage", "UnitTalk", "Deed"):
        assert made.count(f"**{name}.** ") == 1
    assert "| `hold_until` | number, or absent |" in made
    assert "LibraryView" not in made


def test_the_library_says_what_may_be_null() -> None:
    assert "| `reviewed_on` | text, or null |" in describe_library(DEFINITIONS)


def test_a_part_is_made_anew_between_its_marks() -> None:
    page = "a\n<!-- x: made by python -m signaling.schema -->\nold\n<!-- end of x -->\nb\n"
    assert with_part(page, "x", "new\n") == page.replace("old", "new")
    with pytest.raises(ValueError, match="no part y"):
        with_part(page, "y", "")
