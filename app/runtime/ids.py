"""New identifiers: a prefix for the kind, and an unguessable random part."""

import secrets

from clinic.ids import ClinicId, PersonId, SignInId
from rooms.model.ids import RoomId, SeatId

__all__ = [
    "new_clinic_id",
    "new_link_id",
    "new_person_id",
    "new_room_id",
    "new_seat_id",
    "new_sign_in_id",
    "new_token_id",
]

_BYTES = 9


def new_room_id() -> RoomId:
    """Return the id of a new session and of its room."""
    return RoomId(_new("ss"))


def new_seat_id() -> SeatId:
    """Return the id of a new seat."""
    return SeatId(_new("se"))


def new_clinic_id() -> ClinicId:
    """Return the id of a new clinic."""
    return ClinicId(_new("cl"))


def new_person_id() -> PersonId:
    """Return the id of a new person."""
    return PersonId(_new("pt"))


def new_sign_in_id() -> SignInId:
    """Return the id of a new sign-in."""
    return SignInId(_new("si"))


def new_token_id() -> SignInId:
    """Return the id of a new token, by which an integration is signed in."""
    return SignInId(_new("to"))


def new_link_id() -> str:
    """Return the id of a new one-time link, ``ln_…``."""
    return _new("ln")


def _new(prefix: str) -> str:
    return f"{prefix}_{secrets.token_urlsafe(_BYTES)}"
