from typing import Any

import pytest
from pydantic import Field, ValidationError

from app.api.clinic.common.forms import Form


class Part(Form):
    text: str = ""


class Whole(Form):
    text: str = ""
    part: Part | None = None
    parts: list[Part] = Field(default_factory=list)
    more: dict[str, Any] = Field(default_factory=dict)


@pytest.mark.parametrize(
    ("place", "body"),
    [
        (("text",), {"text": "A\0"}),
        (("text",), {"text": "\ud800"}),
        (("part", "text"), {"part": {"text": "\0A"}}),
        (("parts", 1, "text"), {"parts": [{}, {"text": "\udfff"}]}),
        (("more", "deep"), {"more": {"deep": {"\0": 1}}}),
    ],
    ids=ascii,
)
def test_text_that_cannot_be_stored_is_refused_with_its_place(place: Any, body: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        Whole.model_validate(body)
    assert [(error["loc"], error["type"]) for error in refused.value.errors()] == [(place, "characters")]


def test_bodies_may_be_deep() -> None:
    deep: Any = "\0"
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(ValidationError) as refused:
        Whole.model_validate({"more": {"deep": deep}})
    assert refused.value.error_count() == 1


def test_other_text_passes() -> None:
    assert Whole(text="Ana \N{GRINNING FACE}", parts=[Part(text="\n")]).parts[0].text == "\n"


def test_nothing_beside_the_fields_is_taken() -> None:
    with pytest.raises(ValidationError):
        Whole.model_validate({"other": 1})


def test_values_are_not_repeated() -> None:
    with pytest.raises(ValidationError) as refused:
        Whole.model_validate({"text": "secret\0"})
    assert "secret" not in str(refused.value)
