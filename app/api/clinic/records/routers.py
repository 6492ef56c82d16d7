"""All routes about what is kept."""

from typing import Final

from app.api.clinic.records import own, requests, retention

__all__ = ["RECORDS_ROUTERS"]

RECORDS_ROUTERS: Final = (own.router, retention.router, requests.router)
