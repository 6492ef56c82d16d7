"""Creations that are repeated, in one clinic on SQLite."""

import asyncio
from datetime import timedelta
from http import HTTPStatus

import pytest
from pydantic import BaseModel

from app.access.callers import Caller, find_caller
from app.api.clinic.common.repeats import once
from app.api.problems import Problem
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.records.repeats import KEPT_FOR
from clinic.common.errors import Refused
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import ADMIN, OWNER, sign_in


class Thing(BaseModel):
    """What is created."""

    name: str


class Creations:
    """Counts what was created."""

    def __init__(self) -> None:
        self.made = 0

    async def create(self, _unit: ClinicUnit) -> Thing:
        self.made += 1
        return Thing(name=f"thing {self.made}")


async def caller(practice: WebService, person: str = OWNER) -> Caller:
    _, secret = await sign_in(practice.store, practice.now, person)  # type: ignore[arg-type]
    return await find_caller(
        practice.store, secret, practice.now, in_live_room=lambda _person: False, active=False
    )


async def test_the_same_request_is_answered_the_same_and_creates_nothing_new(practice: WebService) -> None:
    owner, creations = await caller(practice), Creations()
    answers = [await once(owner, "key-12345", "thing", Thing(name="a"), creations.create) for _ in range(3)]
    assert answers == [{"name": "thing 1"}] * 3
    assert creations.made == 1


async def test_two_at_once_create_one(practice: WebService) -> None:
    owner, creations = await caller(practice), Creations()
    answers = await asyncio.gather(
        *(once(owner, "key-12345", "thing", Thing(name="a"), creations.create) for _ in range(2))
    )
    assert answers == [{"name": "thing 1"}] * 2


async def test_without_a_key_each_request_creates(practice: WebService) -> None:
    owner, creations = await caller(practice), Creations()
    for _ in range(2):
        await once(owner, None, "thing", Thing(name="a"), creations.create)
    assert creations.made == 2


@pytest.mark.parametrize(("kind", "name"), [("thing", "b"), ("other", "a")])
async def test_a_key_is_for_one_request(practice: WebService, kind: str, name: str) -> None:
    owner, creations = await caller(practice), Creations()
    await once(owner, "key-12345", "thing", Thing(name="a"), creations.create)
    with pytest.raises(Refused, match=r"repeat\.other_request"):
        await once(owner, "key-12345", kind, Thing(name=name), creations.create)
    assert creations.made == 1


async def test_a_key_is_one_persons(practice: WebService) -> None:
    creations = Creations()
    for person in (OWNER, ADMIN):
        await once(await caller(practice, person), "key-12345", "thing", Thing(name="a"), creations.create)
    assert creations.made == 2


async def test_a_key_is_free_again_after_a_day(practice: WebService) -> None:
    creations = Creations()
    await once(await caller(practice), "key-12345", "thing", Thing(name="a"), creations.create)
    practice.clock.time += (KEPT_FOR + timedelta(seconds=1)).total_seconds()
    answer = await once(await caller(practice), "key-12345", "thing", Thing(name="a"), creations.create)
    assert answer == {"name": "thing 2"}


async def test_what_failed_may_be_tried_again_with_its_key(practice: WebService) -> None:
    owner, creations = await caller(practice), Creations()

    async def fail(_unit: ClinicUnit) -> Thing:
        raise Problem(HTTPStatus.CONFLICT, "thing.exists")

    with pytest.raises(Problem):
        await once(owner, "key-12345", "thing", Thing(name="a"), fail)
    answer = await once(owner, "key-12345", "thing", Thing(name="a"), creations.create)
    assert answer == {"name": "thing 1"}
