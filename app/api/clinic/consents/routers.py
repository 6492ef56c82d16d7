"""The routes about documents that clients sign, as the wiring mounts them."""

from typing import Final

from app.api.clinic.consents import documents, of_person, own

__all__ = ["CONSENT_ROUTERS"]

CONSENT_ROUTERS: Final = (documents.router, own.router, of_person.router)
