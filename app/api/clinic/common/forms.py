"""Bodies of requests: nothing more than their fields, and only text that can be stored."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from app.api.clinic.common.fields import can_be_stored

__all__ = ["Form"]

_Place = tuple[str | int, ...]


class Form(BaseModel):
    """A request's body or a part of it."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _check_text(cls, data: Any) -> Any:
        # Here and not in each field, so that no field and no key of a dictionary is forgotten.
        if places := _unstorable(data):
            problem = PydanticCustomError("characters", "There are characters that cannot be stored.")
            wrong = [InitErrorDetails(type=problem, loc=place, input=None) for place in places]
            raise ValidationError.from_exception_data(cls.__name__, wrong, hide_input=True)
        return data


def _unstorable(data: Any) -> list[_Place]:
    """Return where there is text that cannot be stored; without recursion, since strangers nest as they like."""
    found = list[_Place]()
    waiting: list[tuple[_Place, Any]] = [((), data)]
    while waiting:
        place, value = waiting.pop()
        match value:
            case str():
                if not can_be_stored(value):
                    found.append(place)
            case dict():
                if all(can_be_stored(key) for key in value if isinstance(key, str)):
                    waiting.extend(((*place, key), part) for key, part in value.items())
                else:
                    # Its key cannot be named in an answer either.
                    found.append(place)
            case list():
                waiting.extend(((*place, number), part) for number, part in enumerate(value))
            case _:
                pass
    return found
