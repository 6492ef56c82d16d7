"""Where somebody is during one session, as they or staff say it. Pure.

It is what an ambulance needs, so it is asked in every session: a home address does not say where somebody is today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import FieldError
from clinic.people.fields.phone import phone_problem, tidy_phone
from clinic.people.fields.states import STATES, tidy_state
from clinic.people.fields.text import text_problem, tidy
from clinic.people.person import Address

__all__ = ["ELSEWHERE", "LIMITS", "Place", "PlaceKind", "check_place", "place_of", "tidy_place"]

ELSEWHERE: Final = "other"
"""The state of a place outside the United States, where no licence of a clinician here holds."""


class PlaceKind(StrEnum):
    """What kind of place it is."""

    HOME = "home"
    WORK = "work"
    CAR_PARKED = "car_parked"
    CAR_MOVING = "car_moving"
    """In a car, bus or train that moves: nobody takes part while driving, and help cannot be sent there."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is, and the telephone on which they can be called there today."""

    address: str
    city: str
    state: str
    """A key of ``STATES``, or ``ELSEWHERE``."""
    phone: str
    unit: str = ""
    postal_code: str = ""
    kind: PlaceKind = PlaceKind.HOME

    def is_at(self, other: "Place") -> bool:
        """Return whether both are the same address, whoever is called there."""
        return _spot(self) == _spot(other)


LIMITS: Final[Mapping[str, int]] = MappingProxyType(
    {"address": 120, "unit": 60, "city": 80, "state": 40, "postal_code": 16, "phone": 40}
)
"""Characters that each field may have."""
_REQUIRED: Final = frozenset({"address", "city"})


def tidy_place(place: Place) -> Place:
    """Return the place as it is stored. Tidying twice changes nothing."""
    typed = tidy(place.state)
    return Place(
        address=tidy(place.address),
        city=tidy(place.city),
        state=ELSEWHERE if typed.casefold() == ELSEWHERE else tidy_state(typed),
        phone=tidy_phone(place.phone),
        unit=tidy(place.unit),
        postal_code=tidy(place.postal_code),
        kind=place.kind,
    )


def check_place(place: Place) -> list[FieldError]:
    """Return everything that is wrong with a tidied place: ``field.state``, ``field.phone``, and what texts may have."""
    found = [
        FieldError(field, code)
        for field, limit in LIMITS.items()
        if (code := text_problem(getattr(place, field), limit, required=field in _REQUIRED))
    ]
    if place.state not in STATES and place.state != ELSEWHERE:
        found.append(FieldError("state", "field.state"))
    if phone_problem(place.phone):
        found.append(FieldError("phone", "field.phone"))
    return found


def place_of(address: Address, phone: str) -> Place | None:
    """Return the address that the clinic has of somebody as a place to offer them; None if it is not whole."""
    if address.country != "US":
        return None
    place = tidy_place(
        Place(address.line_1, address.city, address.state, phone, address.line_2, address.postal_code)
    )
    return None if any(error.field != "phone" for error in check_place(place)) else place


def _spot(place: Place) -> tuple[str, ...]:
    typed = (place.address, place.unit, place.city, place.state, place.postal_code)
    return tuple(text.casefold() for text in typed)
