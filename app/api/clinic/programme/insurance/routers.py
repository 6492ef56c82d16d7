"""The routes of insurance and statements, as the wiring mounts them."""

from typing import Final

from app.api.clinic.programme.insurance import codes, coverage, identified, recipients, statements

__all__ = ["INSURANCE_ROUTERS"]

INSURANCE_ROUTERS: Final = (
    coverage.router,
    statements.router,
    identified.router,
    recipients.router,
    codes.router,
)
