"""The routes of programmes, groups, episodes and weeks, as the wiring mounts them."""

from typing import Final

from app.api.clinic.programme import cohorts, episodes, programs, weeks

__all__ = ["PROGRAMME_ROUTERS"]

PROGRAMME_ROUTERS: Final = (programs.router, cohorts.router, episodes.router, weeks.router)
