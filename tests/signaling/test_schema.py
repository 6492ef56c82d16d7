"""The published schema file matches the code."""

from signaling.schema import SCHEMA_PATH, build_schema


def test_the_schema_file_is_current() -> None:
    assert SCHEMA_PATH.read_text() == build_schema(), "run: python -m signaling.schema"
