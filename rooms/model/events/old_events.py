"""Converts events stored by earlier versions to today's, so that old logs can still be replayed."""

from typing import Any

__all__ = ["modernise"]

_ENDINGS = {
    "floor.released": "released",
    "floor.revoked": "revoked",
    "floor.deferred": "deferred",
}


def modernise(kind: str, payload: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the event under its current kind and fields; current events come back unchanged."""
    if kind == "seat.pulled_aside":
        return "seat.moved_to_private", payload
    if kind in _ENDINGS:
        return "turn.ended", {**payload, "ending": _ENDINGS[kind]}
    if kind == "floor.passed":
        held = payload["held"]
        return (
            ("turn.ended", {"person": payload["person"], "ending": "passed"})
            if held
            else ("hand.down", {"person": payload["person"]})
        )
    return kind, payload
