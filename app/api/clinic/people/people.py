"""People: lists, search as one types, and adding, changing, archiving and merging them."""

from collections.abc import Sequence
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.people import archive, changes, merging, people
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.fields import Flag, Text
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.pages import Cursor, Limit, Page, read_cursor, write_cursor
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.people.answers import PersonAnswer, PersonItem, person_answer, person_item
from app.api.clinic.people.forms import (
    NewPersonForm,
    PersonForm,
    changes_of,
    more_languages_of,
    named_as_typed,
    new_fields,
)
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import PersonId
from clinic.people.merge import Likeness, Side
from clinic.people.person import PersonKind

__all__ = ["router"]

router = APIRouter(prefix="/people", tags=["People"])


class Wanted(StrEnum):
    """Which people are listed."""

    CLIENT = "client"
    STAFF = "staff"
    BOTH = "both"


class State(StrEnum):
    """Whether people are here now."""

    ACTIVE = "active"
    ARCHIVED = "archived"


class MergeForm(Form):
    """Two records of one person. By default the kept one says what is true, unless it says nothing."""

    keep: Id
    drop: Id
    dry_run: Flag = Field(description="Only tell what would happen.")
    choices: dict[Annotated[str, Field(max_length=40)], Side] = Field(
        default_factory=dict, max_length=20, examples=[{"legal_name": "drop"}]
    )


class MergedField(BaseModel):
    """Where one field of the merged person comes from."""

    field: str
    taken: Side
    differs: bool = Field(description="Both say something, and not the same: the other side may be chosen.")


class MergeAnswer(BaseModel):
    """What a merge does, or would do."""

    keep: str
    drop: str
    dry_run: bool
    fields: list[MergedField]


class DuplicateItem(BaseModel):
    """Somebody who may be the same person."""

    id: str
    name: str
    likeness: Likeness = Field(description="Why: the same e-mail address, telephone and name, or name.")


class DuplicatesAnswer(BaseModel):
    """Who may be the same person, the likeliest first."""

    items: list[DuplicateItem]


@router.get("")
async def list_people(
    caller: Signed,
    q: Annotated[Text, Query(max_length=100, description="Beginnings of words of a name.")] = "",
    kind: Wanted = Wanted.CLIENT,
    state: State = State.ACTIVE,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[PersonItem]:
    """Return people by name."""
    after = None if cursor is None else read_cursor(cursor, str, str)
    async with caller.read() as unit:
        found = await people.list_people(
            unit,
            caller.principal,
            None if kind is Wanted.BOTH else PersonKind(kind),
            q,
            archived=state is State.ARCHIVED,
            after=(str(after[0]), str(after[1])) if after else None,
            limit=limit + 1,
        )
    last = found[limit - 1] if len(found) > limit else None
    return Page(
        items=[person_item(one) for one in found[:limit]],
        next=write_cursor(last.sorted_by, last.id) if last else None,
    )


@router.post("", status_code=HTTPStatus.CREATED, response_model=PersonAnswer)
async def add_person(
    caller: Signed, form: NewPersonForm, response: Response, key: RepeatKey = None
) -> dict[str, Any]:
    """Add a client, or a member of staff, who has no role yet."""

    async def add(unit: ClinicUnit) -> PersonAnswer:
        fields = new_fields(form, unit.clinic.time_zone)
        return person_answer(
            await changes.add_person(unit, caller.principal, fields, more_languages_of(form) or [])
        )

    with named_as_typed():
        answer = await once(caller, key, "person", form, add)
    tag_version(response, answer["version"])
    return answer


@router.post("/duplicates")
async def find_duplicates(caller: Signed, form: NewPersonForm) -> DuplicatesAnswer:
    """Return who may be the person that is about to be added. Who does not know everybody is told of nobody."""
    with named_as_typed():
        async with caller.read() as unit:
            fields = new_fields(form, unit.clinic.time_zone)
            return _duplicates(await merging.likely_duplicates_of(unit, caller.principal, fields))


@router.get("/{person}/duplicates")
async def list_duplicates(caller: Signed, person: PathId) -> DuplicatesAnswer:
    """Return who may be the same person as this one, to be merged."""
    async with caller.read() as unit:
        return _duplicates(await merging.duplicates_of(unit, caller.principal, PersonId(person)))


@router.post("/merge")
async def merge_people(caller: Signed, form: MergeForm) -> MergeAnswer:
    """Make one record of two. It cannot be undone: try it first."""
    async with caller.write() as unit:
        plan = await merging.merge_people(
            unit,
            caller.principal,
            PersonId(form.keep),
            PersonId(form.drop),
            form.choices,
            caller.store.key.login_hash,
            dry_run=form.dry_run,
        )
    return MergeAnswer(
        keep=plan.keep,
        drop=plan.drop,
        dry_run=form.dry_run,
        fields=[MergedField(field=one.field, taken=one.taken, differs=one.differs) for one in plan.fields],
    )


@router.get("/{person}")
async def read_person(caller: Signed, person: PathId, response: Response) -> PersonAnswer:
    """Return a person, with what the caller may read."""
    async with caller.read() as unit:
        view = await people.read_person(unit, caller.principal, PersonId(person))
    tag_version(response, view.record.version)
    return person_answer(view)


@router.patch("/{person}")
async def change_person(
    caller: Signed, person: PathId, form: PersonForm, version: Version, response: Response
) -> PersonAnswer:
    """Change some fields of a person."""
    with named_as_typed():
        async with caller.write() as unit:
            view = await changes.change_person(
                unit,
                caller.principal,
                PersonId(person),
                version,
                changes_of(form),
                more_languages_of(form),
                caller.store.key.login_hash,
            )
    tag_version(response, view.record.version)
    return person_answer(view)


@router.post("/{person}/archive")
async def archive_person(caller: Signed, person: PathId, response: Response) -> PersonAnswer:
    """Archive a person, who is kept on record and can no longer sign in."""
    async with caller.write() as unit:
        view = await archive.archive_person(unit, caller.principal, PersonId(person))
    tag_version(response, view.record.version)
    return person_answer(view)


@router.post("/{person}/restore")
async def restore_person(caller: Signed, person: PathId, response: Response) -> PersonAnswer:
    """Take an archived person back."""
    async with caller.write() as unit:
        view = await archive.restore_person(unit, caller.principal, PersonId(person))
    tag_version(response, view.record.version)
    return person_answer(view)


def _duplicates(found: Sequence[merging.LikelyDuplicate]) -> DuplicatesAnswer:
    return DuplicatesAnswer(
        items=[DuplicateItem(id=one.person.id, name=one.person.name, likeness=one.likeness) for one in found]
    )
