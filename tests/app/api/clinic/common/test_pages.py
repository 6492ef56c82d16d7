import base64
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.clinic.common.pages import CURSOR_MAX, Page, read_cursor, write_cursor
from app.api.problems import Problem


@given(st.text(max_size=40).filter(lambda text: "\0" not in text), st.integers(-(2**31) + 1, 2**31 - 1))
def test_a_cursor_comes_back_as_it_was_written(text: str, number: int) -> None:
    assert read_cursor(write_cursor(text, number), str, int) == [text, number]


@given(st.text(max_size=CURSOR_MAX))
def test_whatever_is_sent_is_a_cursor_or_refused(text: str) -> None:
    found: list[str | int] = []
    with suppress(Problem):
        found = read_cursor(text, int)
    assert [type(part) for part in found] in ([], [int])


def _encoded(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "content",
    [{}, "a", ["a"], ["a", True], ["a", 1.0], ["a", 2**31], ["a\0", 1], ["\ud800", 1], ["a", 1, 2], [1, "a"]],
)
def test_a_cursor_of_another_list_or_one_that_no_database_takes_is_refused(content: object) -> None:
    with pytest.raises(Problem, match=r"page\.cursor"):
        read_cursor(_encoded(content), str, int)


def test_the_last_page_has_no_next() -> None:
    assert Page[int](items=[1, 2], next=None).model_dump() == {"items": [1, 2], "next": None}
