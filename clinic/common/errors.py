"""Errors that the programme raises or lists."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["FieldError", "Invalid", "Refused"]


class Refused(Exception):
    """A request was refused and nothing changed.

    Args:
        code: Stable identifier such as ``care_team.couples_therapist``; screens choose their wording from it.
        reason: Details, where one code covers several cases.
    """

    def __init__(self, code: str, reason: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of a form. A form is checked whole, so that all of them show at once."""

    field: str
    """Its name, with a dot for a part of it: ``address.city``."""

    code: str
    """Stable identifier such as ``field.too_long``; never the value."""


class Invalid(Refused):
    """A form was refused; everything wrong with it is listed. The code is that of the first error.

    Args:
        errors: At least one.
    """

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(errors[0].code, errors[0].field)
        self.errors = tuple(errors)
