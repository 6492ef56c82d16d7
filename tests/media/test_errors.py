"""The errors of the relay."""

from media.errors import AnswerRefused, RelayError, RelayUnavailable, describe_fault


def test_errors_carry_a_stable_code() -> None:
    for kind in (AnswerRefused, RelayUnavailable):
        error = kind("some.code")
        assert isinstance(error, RelayError)
        assert (error.code, str(error)) == ("some.code", "some.code")


def test_a_fault_is_described_without_its_text() -> None:
    try:
        int("192.0.2.1")
    except ValueError as error:
        text = describe_fault(error)
    assert text.startswith("kind=ValueError place=test_a_fault_is_described_without_its_text:")
    assert "192" not in text
    assert describe_fault(KeyError("secret")) == "kind=KeyError place=unknown"
