import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.library.lines import Path, count_lines, find_broken_line, find_line

TEXT = '''\
# A comment with [steps.b] in it.
title = "One"

[steps.a]
now = """
[steps.b]
now = "not this"
"""
speaker = 'x'
[steps]
b.now = "Two"
b.later = [
  "a",
  "b",
]
[options.order]
choices = { seat = "By seat" }
[[prompts]]
id = "first"
[[prompts]]
id = "second"
[prompts.more]
deep = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("nothing",), 1),
        (("title",), 2),
        (("steps",), 4),
        (("steps", "a"), 4),
        (("steps", "a", "now"), 5),
        (("steps", "a", "speaker"), 9),
        (("steps", "a", "missing"), 4),
        (("steps", "b"), 11),
        (("steps", "b", "now"), 11),
        (("steps", "b", "later"), 12),
        (("steps", "b", "later", 1), 12),
        (("options", "order", "choices", "seat"), 17),
        (("prompts",), 18),
        (("prompts", 0, "id"), 19),
        (("prompts", 1), 20),
        (("prompts", 1, "id"), 21),
        (("prompts", 1, "missing"), 20),
        (("prompts", 2), 18),
        (("prompts", 1, "more", "deep"), 23),
        (("title", "deeper"), 2),
    ],
)
def test_a_field_is_found_where_it_begins(path: Path, line: int) -> None:
    assert find_line(TEXT, path) == line
    assert find_line(TEXT.replace("\n", "\r\n"), path) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a = 1\nb = = 2\nc = "x"\n', 2),
        ('a = 1\nb = "\n', 2),
        ('a = 1\n\nb = """\nnever\nends\n', 3),
        ("a = 1\nb = [\n1,\n", 2),
        ("a = 1\na = 2\n", 2),
        (f"a = 1\nb = {'9' * 5000}\n", 2),
        (f"a = 1\nb = {'[' * 5000}\n", 2),
        ("a", 1),
    ],
)
def test_the_error_line_is_where_the_broken_statement_begins(text: str, line: int) -> None:
    with pytest.raises((ValueError, RecursionError)) as raised:
        tomllib.loads(text)
    assert find_broken_line(text, raised.value) == line


@pytest.mark.parametrize(("text", "lines"), [("", 1), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2)])
def test_lines_are_counted_as_in_an_editor(text: str, lines: int) -> None:
    assert count_lines(text) == lines


@given(
    st.lists(
        st.sampled_from(["", "# [x]", "{} = 1", '{} = """\n\n"""', "{} = [\n1,\n]", "[{}]"]), max_size=20
    )
)
def test_every_key_is_found_on_the_line_that_wrote_it(statements: list[str]) -> None:
    lines: list[str] = []
    expected: dict[Path, int] = {}
    table: Path = ()
    for number, statement in enumerate(statements):
        key = f"k{number}"
        if "{}" in statement:
            if statement == "[{}]":
                table = ()
            path = (*table, key)
            expected[path] = len(lines) + 1
            if statement == "[{}]":
                table = path
        lines += statement.replace("{}", key).split("\n")
    text = "\n".join(lines)
    assert {path: find_line(text, path) for path in expected} == expected
