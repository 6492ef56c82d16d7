"""Values as queries and bodies carry them: written in one way, bounded, and fit to be stored.

Pydantic takes numbers for days and moments, and words for yes and no; the description says nothing of that, so neither
is accepted here.
"""

import re
from datetime import date, time
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    NaiveDatetime,
    StrictBool,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

__all__ = [
    "Day",
    "Flag",
    "LocalTime",
    "Moment",
    "ShownTime",
    "Text",
    "TimeOfDay",
    "Token",
    "WHOLE",
    "can_be_stored",
]

_DAY: Final = "2[01][0-9]{2}-[0-9]{2}-[0-9]{2}"
"""Of this century or the next: others are slips, and zones are not known for them."""
_TIME: Final = "[0-9]{2}:[0-9]{2}"
_DAYS: Final = f"^{_DAY}$"
_MOMENTS: Final = rf"^{_DAY}T{_TIME}(:[0-9]{{2}}(\.[0-9]{{1,6}})?)?(Z|[+-]{_TIME})$"
_LOCAL_TIMES: Final = f"^{_DAY}T{_TIME}(:[0-9]{{2}})?$"
_TIMES: Final = f"^{_TIME}(:[0-9]{{2}})?$"


def can_be_stored(text: str) -> bool:
    """Return whether databases take the text: PostgreSQL has no NUL, and halves of surrogate pairs are no characters."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _storable(text: str) -> str:
    if not can_be_stored(text):
        raise PydanticCustomError("characters", "There are characters that cannot be stored.")
    return text


def _written_as(pattern: str) -> WrapValidator:
    shape = re.compile(pattern, re.ASCII)

    def check(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
        # First as it is read: what is wrong is then said most precisely.
        found = read(value)
        if isinstance(value, date | time) or (isinstance(value, str) and shape.fullmatch(value)):
            return found
        raise PydanticCustomError("string_pattern_mismatch", "This is written in another way.")

    return WrapValidator(check)


def _documented(pattern: str, form: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "format": form, "pattern": pattern, "examples": [example]})


def _number(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "This is a whole number.")
    return value


Flag = StrictBool
"""Yes or no in a body."""
WHOLE: Final = BeforeValidator(_number)
"""Marks a whole number in a body, after its limits: the description would miss those that come later."""
Text = Annotated[str, AfterValidator(_storable)]
"""Text of a query; that of bodies is checked by ``Form``."""
Token = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
"""What the service has written itself, such as an id."""
Day = Annotated[date, _written_as(_DAYS), _documented(_DAYS, "date", "2026-03-02")]
"""A day."""
Moment = Annotated[
    AwareDatetime,
    _written_as(_MOMENTS),
    _documented(_MOMENTS, "date-time", "2026-03-02T14:00:00Z"),
]
"""An instant, with its offset from UTC."""
LocalTime = Annotated[
    NaiveDatetime,
    _written_as(_LOCAL_TIMES),
    _documented(_LOCAL_TIMES, "date-time-local", "2026-03-02T09:00"),
]
"""A day and a time on the wall, without an offset."""
TimeOfDay = Annotated[time, _written_as(_TIMES), _documented(_TIMES, "time-local", "09:00")]
"""A time on the wall."""
ShownTime = Annotated[
    time, WithJsonSchema({"type": "string", "format": "time-local", "examples": ["09:00:00"]})
]
"""The same in an answer."""
