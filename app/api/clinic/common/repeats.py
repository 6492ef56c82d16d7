"""Creations that are safe to repeat: with an ``Idempotency-Key`` the same request is answered the same, once done.

After draft-ietf-httpapi-idempotency-key-header. The answer is stored in the transaction of the creation.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Header
from pydantic import BaseModel

from app.access.callers import Caller
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.records.repeats import RepeatRepository
from clinic.common.errors import Refused

__all__ = ["RepeatKey", "once"]

RepeatKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=80,
        pattern=r"^[\x21-\x7e]+$",
        description="Unique for each creation; a repeated request with the same key creates nothing new.",
    ),
]


@dataclass(frozen=True, slots=True)
class _Request:
    kind: str
    body: BaseModel

    def hash(self) -> bytes:
        content = json.dumps([self.kind, self.body.model_dump(mode="json")], sort_keys=True)
        return hashlib.sha256(content.encode()).digest()


async def once(
    caller: Caller,
    key: str | None,
    kind: str,
    body: BaseModel,
    create: Callable[[ClinicUnit], Awaitable[BaseModel]],
) -> dict[str, Any]:
    """Create something in one transaction, unless the caller has done so with this key before.

    Args:
        key: The request's key; None creates in any case.
        kind: What is created, such as ``person``.
        body: The request.
        create: Creates it and returns the answer.

    Raises:
        Refused: ``repeat.other_request``: the key belongs to another request.
    """
    async with caller.write() as unit:
        repeats = RepeatRepository(unit.session, unit.clinic.id, caller.principal.person)
        request = _Request(kind, body).hash()
        if key is not None and (stored := await repeats.find(key, unit.now)) is not None:
            if stored.request != request:
                raise Refused("repeat.other_request")
            return stored.answer
        answer = (await create(unit)).model_dump(mode="json")
        if key is not None:
            await repeats.keep(key, request, answer, unit.now)
        return answer
