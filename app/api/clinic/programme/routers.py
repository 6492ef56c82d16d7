"""The routes of programmes, groups, episodes and weeks, as the wiring mounts them."""

from typing import Final

from app.api.clinic.programme import cohorts, csv_files, director, episodes, programs, weeks

__all__ = ["PROGRAMME_ROUTERS"]

PROGRAMME_ROUTERS: Final = (
    programs.router,
    csv_files.router,
    cohorts.router,
    episodes.router,
    weeks.router,
    director.router,
)
