"""All routes of signing in and of what is one's own."""

from typing import Final

from fastapi import APIRouter

from app.api.clinic.identity import credentials, links, me, proofs, providers, sign_in, tokens

__all__ = ["ROUTERS"]

ROUTERS: Final[tuple[APIRouter, ...]] = tuple(
    module.router for module in (sign_in, providers, links, me, proofs, credentials, tokens)
)
