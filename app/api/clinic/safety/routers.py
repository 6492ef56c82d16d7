"""The routes about safety, as the wiring mounts them."""

from typing import Final

from app.api.clinic.safety import follow_ups

__all__ = ["SAFETY_ROUTERS"]

SAFETY_ROUTERS: Final = (follow_ups.router,)
