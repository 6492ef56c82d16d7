"""Events that earlier versions stored, told in today's words, so that an old log can still be replayed."""

from typing import Any

__all__ = ["modernise"]

_ENDINGS = {
    "floor.released": "released",
    "floor.revoked": "revoked",
    "floor.deferred": "deferred",
}


def modernise(kind: str, payload: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the event as it is called now; today's events come back as they are."""
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
