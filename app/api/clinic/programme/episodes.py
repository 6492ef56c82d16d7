"""Episodes of care."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.episodes import EpisodeChange, access_episodes, add_episode, change_episode
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.fields import Day
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.pages import Cursor, Limit, Page, read_cursor, read_day, write_cursor
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.programme.programs import TargetMin
from app.api.services import Provided
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.programme.programme import StoredEpisode
from clinic.common.ids import EpisodeId, PersonId, ProgramId
from clinic.programme.episodes import Episode
from clinic.programme.levels import LEVELS, LevelOfCare

__all__ = ["router"]

router = APIRouter(tags=["Programme"])

_UNTIL = "The first day after discharge."


class EpisodeBody(Form):
    """A client enrols."""

    client: Id
    program: Id
    since: Day
    until: Day | None = Field(None, description=_UNTIL)
    level: LevelOfCare
    target_min: TargetMin


class EpisodeChangeBody(Form):
    """What is to change; what is left out stays."""

    level: LevelOfCare | None = None
    target_min: TargetMin | None = None
    until: Day | None = Field(None, description=_UNTIL)


class EpisodeAnswer(BaseModel):
    """An episode of care."""

    id: str
    client: str
    program: str
    since: date
    until: date | None
    level: LevelOfCare
    target_min: int
    usual_target: bool = Field(description="Whether so many minutes a week belong to the level of care.")
    version: int


@router.get("/episodes")
async def list_episodes(
    caller: Signed,
    client: Annotated[Id | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[EpisodeAnswer]:
    """Episodes by their first days: of the clinic, or of one client."""
    after = None
    if cursor is not None:
        day, last = read_cursor(cursor, str, str)
        after = (read_day(str(day)), str(last))
    found = await access_episodes(caller, PersonId(client) if client else None, after, limit + 1)
    items = [_answer(each) for each in found[:limit]]
    more = len(found) > limit
    return Page(items=items, next=write_cursor(items[-1].since.isoformat(), items[-1].id) if more else None)


@router.post("/episodes", name="add_episode", status_code=HTTPStatus.CREATED, response_model=EpisodeAnswer)
async def add(caller: Signed, body: EpisodeBody, key: RepeatKey = None) -> dict[str, Any]:
    """Enrol a client in a programme."""

    async def create(unit: ClinicUnit) -> EpisodeAnswer:
        asked = Episode(
            EpisodeId(""),
            PersonId(body.client),
            ProgramId(body.program),
            body.since,
            body.until,
            body.level,
            body.target_min,
        )
        return _answer(await add_episode(unit, caller.principal, asked))

    return await once(caller, key, "episode", body, create)


@router.patch("/episodes/{episode}", name="change_episode")
async def change(
    caller: Signed,
    response: Response,
    services: Provided,
    episode: PathId,
    version: Version,
    body: EpisodeChangeBody,
) -> EpisodeAnswer:
    """Change an episode, or end it: with it end memberships of the programme's groups, and their sessions."""
    asked = EpisodeChange(body.level, body.target_min, body.until)
    changed = await change_episode(caller, EpisodeId(episode), asked, version, services.notices)
    services.plan_changed()
    tag_version(response, changed.version)
    return _answer(changed)


def _answer(stored: StoredEpisode) -> EpisodeAnswer:
    episode = stored.episode
    return EpisodeAnswer(
        id=episode.id,
        client=episode.client,
        program=episode.program,
        since=episode.since,
        until=episode.until,
        level=episode.level,
        target_min=episode.target_min,
        usual_target=LEVELS[episode.level].holds(episode.target_min),
        version=stored.version,
    )
