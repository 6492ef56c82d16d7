"""All routes about support after treatment, in the order in which they are tried."""

from fastapi import APIRouter

from app.api.clinic.programme.support import activities, aftercare, moderation, own_network

__all__ = ["SUPPORT_ROUTERS"]

SUPPORT_ROUTERS: tuple[APIRouter, ...] = (
    own_network.router,
    aftercare.router,
    activities.router,
    moderation.router,
)
