"""All routes about what keeps people safe, in the order in which they are tried."""

from fastapi import APIRouter

from app.api.clinic.safety import clearance, clearance_settings, departures, follow_ups
from app.api.clinic.safety.crisis_card import build_crisis_card_router
from app.api.clinic.safety.on_call import build_on_call_router

__all__ = ["build_safety_routers"]


def build_safety_routers(*, allow_loopback: bool) -> tuple[APIRouter, ...]:
    """Return the routers.

    Args:
        allow_loopback: Whether a webhook may be on this machine, for the demo and tests.
    """
    return (
        build_on_call_router(allow_loopback=allow_loopback),
        build_crisis_card_router(),
        follow_ups.router,
        departures.router,
        clearance.router,
        clearance_settings.router,
    )
