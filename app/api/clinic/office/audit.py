"""``GET /audit``: who did and who read what, the newest first."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.access.records.audit import NamedEntry, access_audit
from app.access.records.naming import Thing, ThingKind
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.fields import Moment
from app.api.clinic.common.pages import Cursor, Limit, Page, read_cursor, write_cursor
from app.persistence.repositories.records.audit import AuditFilter

__all__ = ["router"]

router = APIRouter(tags=["Office"])

_Id = Annotated[str | None, Query(max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
_Areas = Annotated[
    str | None,
    Query(max_length=100, pattern=r"^[a-z_]+(,[a-z_]+)*$", description="Such as `person,people`."),
]
_Moment = Annotated[Moment | None, Query()]


class AuditedAnswer(BaseModel):
    """Somebody or something concerned."""

    id: str
    kind: ThingKind
    name: str | None = Field(description="Null where the reader may not know it, or where there is none.")
    at: datetime | None = Field(description="When a session begins.")


class AuditAnswer(BaseModel):
    """One entry. ``actor`` is missing for what the service or the operator did."""

    number: int
    at: datetime
    action: str
    actor: AuditedAnswer | None
    subject: AuditedAnswer | None
    others: list[AuditedAnswer] = Field(description="Further subjects, at most four.")
    more: int = Field(description="How many subjects there are beyond these.")
    facts: dict[str, str | int | bool | None]


@router.get("/audit")
async def read_audit(
    caller: SignedInPerson,
    actor: _Id = None,
    subject: _Id = None,
    action: _Areas = None,
    since: _Moment = None,
    until: _Moment = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[AuditAnswer]:
    """Read the trail."""
    before = None if cursor is None else int(read_cursor(cursor, int)[0])
    areas = tuple(action.split(",")) if action else ()
    found = await access_audit(caller, AuditFilter(actor, subject, areas, since, until), before, limit)
    next_page = write_cursor(found[-1].entry.number) if len(found) == limit else None
    return Page[AuditAnswer](items=[_answer(one) for one in found], next=next_page)


def _answer(named: NamedEntry) -> AuditAnswer:
    entry = named.entry
    subjects = [_thing(one) for one in named.subjects]
    return AuditAnswer(
        number=entry.number,
        at=entry.at,
        action=entry.action,
        actor=None if named.actor is None else _thing(named.actor),
        subject=subjects[0] if subjects else None,
        others=subjects[1:],
        more=len(entry.subjects) - len(named.subjects),
        facts=dict(entry.facts),
    )


def _thing(thing: Thing) -> AuditedAnswer:
    name = " · ".join(thing.names) or None
    return AuditedAnswer(id=thing.id, kind=thing.kind, name=name, at=thing.at)
