"""What is beside the floor, for one viewer: messages, gestures, captions, prompts, to whom they are addressed."""

from typing import Any

from rooms.ledger import Ledger
from rooms.model.ids import SeatId

__all__ = ["build_aside_view"]


def build_aside_view(ledger: Ledger, seat: SeatId) -> dict[str, Any]:
    """Build the section."""
    return {}
