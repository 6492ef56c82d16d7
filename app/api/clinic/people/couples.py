"""Couples: two clients who are treated together."""

from http import HTTPStatus
from typing import Any, Literal

from fastapi import APIRouter
from starlette.responses import Response

from app.access.people import couples
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.pages import Cursor, Limit, Page, read_cursor, write_cursor
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.people.answers import CoupleAnswer, couple_answer
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.couples import CAMERAS
from clinic.common.ids import CoupleId, PersonId

__all__ = ["router"]

router = APIRouter(prefix="/couples", tags=["Couples"])

_Cameras = Literal[1, 2]


class NewCoupleForm(Form):
    """Two clients to be treated as a couple."""

    first: Id
    second: Id
    cameras: _Cameras = 1


class CoupleForm(Form):
    """How a couple usually comes to a session."""

    cameras: _Cameras


@router.get("")
async def list_couples(caller: Signed, cursor: Cursor = None, limit: Limit = 50) -> Page[CoupleAnswer]:
    """Return the couples of today that the caller may know of, by the first partner's name."""
    after = None if cursor is None else read_cursor(cursor, str, str)
    async with caller.read() as unit:
        found = await couples.list_couples(
            unit, caller.principal, (str(after[0]), str(after[1])) if after else None, limit + 1
        )
    last = found[limit - 1] if len(found) > limit else None
    return Page(
        items=[couple_answer(one) for one in found[:limit]],
        next=write_cursor(last.sorted_by, last.record.unit.id) if last else None,
    )


@router.post("", status_code=HTTPStatus.CREATED, response_model=CoupleAnswer)
async def form_couple(
    caller: Signed, form: NewCoupleForm, response: Response, key: RepeatKey = None
) -> dict[str, Any]:
    """Make a couple of two clients."""

    async def add(unit: ClinicUnit) -> CoupleAnswer:
        made = await couples.form_couple(
            unit, caller.principal, PersonId(form.first), PersonId(form.second), CAMERAS[form.cameras]
        )
        return couple_answer(made)

    answer = await once(caller, key, "couple", form, add)
    tag_version(response, answer["version"])
    return answer


@router.get("/{couple}")
async def read_couple(caller: Signed, couple: PathId, response: Response) -> CoupleAnswer:
    """Return a couple."""
    async with caller.read() as unit:
        found = await couples.read_couple(unit, caller.principal, CoupleId(couple))
    tag_version(response, found.record.version)
    return couple_answer(found)


@router.patch("/{couple}")
async def change_couple(
    caller: Signed, couple: PathId, form: CoupleForm, version: Version, response: Response
) -> CoupleAnswer:
    """Change how a couple usually comes to a session."""
    async with caller.write() as unit:
        changed = await couples.change_couple(
            unit, caller.principal, CoupleId(couple), version, CAMERAS[form.cameras]
        )
    tag_version(response, changed.record.version)
    return couple_answer(changed)


@router.post("/{couple}/end")
async def end_couple(caller: Signed, couple: PathId, response: Response) -> CoupleAnswer:
    """End a couple now, and the assignments to it. It stays on record."""
    async with caller.write() as unit:
        ended = await couples.end_couple(unit, caller.principal, CoupleId(couple))
    tag_version(response, ended.record.version)
    return couple_answer(ended)
