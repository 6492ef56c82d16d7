from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from app.api.clinic.common.fields import (
    WHOLE,
    Day,
    Flag,
    LocalTime,
    Moment,
    ShownTime,
    Text,
    TimeOfDay,
    Token,
    can_be_stored,
)

KINDS: dict[str, Any] = {
    "Day": Day,
    "Moment": Moment,
    "LocalTime": LocalTime,
    "TimeOfDay": TimeOfDay,
    "Flag": Flag,
    "Whole": Annotated[int, Field(ge=1, le=500), WHOLE],
    "Text": Text,
    "Token": Token,
}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Day", "2026-03-02"),
        ("Moment", "2026-03-02T14:00:00Z"),
        ("Moment", "2026-03-02T14:00:00.250+02:00"),
        ("LocalTime", "2026-03-02T09:00"),
        ("LocalTime", "2026-03-02T09:00:30"),
        ("TimeOfDay", "09:00"),
        ("Flag", False),
        ("Whole", 12),
        ("Whole", 12.0),
        ("Text", "Ana\N{SNOWMAN}"),
        ("Token", "pt_x7Kq-2"),
    ],
    ids=ascii,
)
def test_what_is_written_as_described_is_read(kind: str, value: object) -> None:
    assert TypeAdapter(KINDS[kind]).validate_python(value) is not None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Day", 0),
        ("Day", "0"),
        ("Day", "2026-03-02T00:00:00"),
        ("Day", "2026-02-30"),
        ("Day", "0001-01-01"),
        ("Day", "9999-12-31"),
        ("Day", "٢٠٢٦-03-02"),
        ("Moment", "0.5"),
        ("Moment", "2026-03-02T14:00:00"),
        ("Moment", "0001-01-01T00:00:00+23:59"),
        ("Moment", "9999-12-31T23:59:59-23:59"),
        ("LocalTime", "2026-03-02T09:00Z"),
        ("LocalTime", "2026-03-02"),
        ("TimeOfDay", "09:00Z"),
        ("TimeOfDay", "25:00"),
        ("TimeOfDay", 32_400),
        ("Flag", 0),
        ("Flag", "yes"),
        ("Whole", True),
        ("Whole", "12"),
        ("Whole", 12.5),
        ("Whole", 10**40),
        ("Text", "A\0na"),
        ("Text", "\ud800"),
        ("Token", "pt x"),
        ("Token", ""),
    ],
    ids=ascii,
)
def test_what_only_looks_like_it_is_not(kind: str, value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(KINDS[kind]).validate_python(value)


def test_the_description_says_how_they_are_written() -> None:
    described = {
        name: TypeAdapter(kind).json_schema()["format"]
        for name, kind in {"day": Day, "moment": Moment, "local": LocalTime, "time": TimeOfDay}.items()
    }
    assert described == {
        "day": "date",
        "moment": "date-time",
        "local": "date-time-local",
        "time": "time-local",
    }
    assert TypeAdapter(ShownTime).json_schema()["format"] == "time-local"


def test_text_that_databases_refuse_is_known() -> None:
    assert can_be_stored("Ana \N{GRINNING FACE}")
    assert not can_be_stored("A\0")
    assert not can_be_stored("A\udc00")
