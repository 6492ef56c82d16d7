"""New identifiers: a prefix for the kind, and an unguessable random part."""

import secrets

from rooms.model.ids import RoomId, SeatId

__all__ = ["new_mail_id", "new_room_id", "new_seat_id"]

_BYTES = 9


def new_room_id() -> RoomId:
    """Return the id of a new session and of its room."""
    return RoomId(f"ss_{secrets.token_urlsafe(_BYTES)}")


def new_seat_id() -> SeatId:
    """Return the id of a new seat."""
    return SeatId(f"se_{secrets.token_urlsafe(_BYTES)}")


def new_mail_id() -> str:
    """Return the id of a new mail; it becomes part of its Message-ID."""
    return f"ml_{secrets.token_urlsafe(_BYTES)}"
