"""What an operation asks of its callers, read from the arguments of its route."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.api.clinic.common.calls import find_person, find_signed
from app.api.clinic.common.versions import read_version
from app.api.clinic.identity.visitors import admit_stranger

__all__ = ["Operation", "read_operations"]

_SAFE: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path.

    Attributes:
        signed: Whether somebody has to be signed in.
        in_person: Whether integrations are refused.
        stranger: Whether it counts towards what a network may ask before anybody is signed in.
        versioned: Whether it changes something that the caller has to have seen.
        has_path: Whether its path names something.
        has_input: Whether it takes anything that can be malformed.
        has_body: Whether its body is a form.
        paged: Whether it takes a cursor.
        filtered: Whether it takes the id of something in its query.
    """

    path: str
    method: str
    signed: bool
    in_person: bool
    stranger: bool
    versioned: bool
    has_path: bool
    has_input: bool
    has_body: bool
    paged: bool
    filtered: bool

    @property
    def changes(self) -> bool:
        """Whether it changes anything."""
        return self.method not in _SAFE


def read_operations(routers: Iterable[APIRouter]) -> Iterator[Operation]:
    """Return every operation of these routes."""
    for route in (one for router in routers for one in router.routes if isinstance(one, APIRoute)):
        if route.include_in_schema:
            for method in sorted(route.methods or ()):
                yield _read(route, method)


def _read(route: APIRoute, method: str) -> Operation:
    whole = list(_flatten(route.dependant))
    calls: set[Callable[..., Any] | None] = {one.call for one in whole}
    query = [field for one in whole for field in one.query_params]
    path = [field for one in whole for field in one.path_params]
    body = [field for one in whole for field in one.body_params]
    headers = [field for one in whole for field in one.header_params]
    return Operation(
        route.path,
        method,
        signed=find_signed in calls,
        in_person=find_person in calls,
        stranger=admit_stranger in calls,
        versioned=read_version in calls,
        has_path=bool(path),
        has_input=bool(query or path or body or headers),
        has_body=bool(body),
        paged=any(field.name == "cursor" for field in query),
        filtered=any(field.name not in {"cursor", "limit"} for field in query),
    )


def _flatten(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for one in dependant.dependencies:
        yield from _flatten(one)
