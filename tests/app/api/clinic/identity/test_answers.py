import pytest
from pydantic import ValidationError

from app.api.clinic.identity.answers import Email, Form, Label, Secret


class Example(Form):
    """One field of each kind."""

    email: Email
    label: Label = "Laptop"
    secret: Secret = "s"


def test_a_form_takes_its_fields_and_nothing_else() -> None:
    assert Example(email="dana@clinic.example").label == "Laptop"
    with pytest.raises(ValidationError):
        Example.model_validate({"email": "dana@clinic.example", "admin": True})


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": 5},
        {"email": "a@" + "b" * 253},
        {"email": "dana@clinic.example", "label": "\t "},
        {"email": "dana@clinic.example", "label": "a\0"},
        {"email": "dana@clinic.example", "secret": "x" * 65},
    ],
)
def test_a_wrong_value_is_refused_and_not_repeated(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        Example.model_validate(wrong)
    assert "bbbb" not in str(refused.value)
    assert "xxxx" not in str(refused.value)
