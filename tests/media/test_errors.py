"""The errors of the relay."""

from media.errors import AnswerRefused, RelayError, RelayUnavailable


def test_errors_carry_a_stable_code() -> None:
    for kind in (AnswerRefused, RelayUnavailable):
        error = kind("some.code")
        assert isinstance(error, RelayError)
        assert (error.code, str(error)) == ("some.code", "some.code")
