"""All routes about measures, in the order in which they are tried."""

from typing import Final

from app.api.clinic.programme.measures import courses, own, plans

__all__ = ["MEASURE_ROUTERS"]

MEASURE_ROUTERS: Final = (own.router, courses.router, plans.router)
