"""New identifiers: a prefix for the kind, and an unguessable random part."""

import secrets

from clinic.ids import CohortId, EpisodeId, ProgramId, SeriesId
from rooms.model.ids import RoomId, SeatId

__all__ = ["new_cohort_id", "new_episode_id", "new_program_id", "new_room_id", "new_seat_id", "new_series_id"]

_BYTES = 9


def new_room_id() -> RoomId:
    """Return the id of a new session and of its room."""
    return RoomId(f"ss_{secrets.token_urlsafe(_BYTES)}")


def new_seat_id() -> SeatId:
    """Return the id of a new seat."""
    return SeatId(f"se_{secrets.token_urlsafe(_BYTES)}")


def new_program_id() -> ProgramId:
    """Return the id of a new programme."""
    return ProgramId(f"pg_{secrets.token_urlsafe(_BYTES)}")


def new_cohort_id() -> CohortId:
    """Return the id of a new cohort."""
    return CohortId(f"co_{secrets.token_urlsafe(_BYTES)}")


def new_episode_id() -> EpisodeId:
    """Return the id of a new episode of care."""
    return EpisodeId(f"ep_{secrets.token_urlsafe(_BYTES)}")


def new_series_id() -> SeriesId:
    """Return the id of a new series."""
    return SeriesId(f"sr_{secrets.token_urlsafe(_BYTES)}")
