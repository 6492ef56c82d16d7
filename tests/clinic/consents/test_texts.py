"""The part of Markdown that a document may consist of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.consents.texts import (
    LONGEST_TEXT,
    Block,
    BlockKind,
    DocumentText,
    blocks_of,
    check_texts,
    fingerprint,
    tidy_text,
)

GOOD = DocumentText("Title", "Some text.")


def problems(body: str, title: str = "Title") -> dict[str, str]:
    return {each.field: each.code for each in check_texts({"en": DocumentText(title, body), "es": GOOD})}


def test_a_text_has_headings_paragraphs_and_lists_in_their_order() -> None:
    body = "First line\ngoes on.\n\n## Head\n- one\n- two\n\nLast."
    assert blocks_of(body) == (
        Block(BlockKind.PARAGRAPH, ("First line goes on.",)),
        Block(BlockKind.HEADING, ("Head",)),
        Block(BlockKind.LIST, ("one", "two")),
        Block(BlockKind.PARAGRAPH, ("Last.",)),
    )


@given(st.text(alphabet="ab -#\n", max_size=60))
def test_every_word_of_an_accepted_text_is_shown(body: str) -> None:
    if problems(body):
        return
    shown = " ".join(line for block in blocks_of(body) for line in block.lines)
    kept = [word for word in body.split() if word not in ("##", "-")]
    assert [word for word in shown.split() if word not in ("##", "-")] == kept


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (" \n", "field.required"),
        ("a" * (LONGEST_TEXT + 1), "field.too_long"),
        ("<b>bold</b>", "consent.characters"),
        ("a\u202eb", "consent.characters"),
        ("a\tb", "consent.characters"),
        ("# Large", "consent.markdown"),
        ("##", "consent.markdown"),
        ("* item", "consent.markdown"),
        ("some **bold** word", "consent.markdown"),
        ("---", "consent.markdown"),
    ],
)
def test_what_could_hide_something_or_is_not_shown_is_refused(body: str, code: str) -> None:
    assert problems(body) == {"texts.en.text": code}


def test_both_languages_are_needed() -> None:
    assert [each.field for each in check_texts({"en": GOOD})] == ["texts.es.title", "texts.es.text"]


def test_line_ends_and_spaces_at_ends_do_not_matter() -> None:
    assert tidy_text(DocumentText("  A  title ", "a  \r\nb\r\n")) == DocumentText("A title", "a\nb")


def test_another_letter_makes_another_fingerprint() -> None:
    assert fingerprint(GOOD) == fingerprint(DocumentText("Title", "Some text."))
    assert fingerprint(GOOD) != fingerprint(DocumentText("Title", "Some texts."))
