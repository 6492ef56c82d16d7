"""What a mail says, as JSON for the outbox. Pure."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, Final, get_args, get_type_hints

from app.mail.messages import Facts, Hours, Link
from app.mail.wording import MailKind

__all__ = ["read_facts", "write_facts"]

_KINDS: Final[Mapping[MailKind, type[Any]]] = {one.kind: one for one in get_args(Facts)}
_WRITE: Final[Mapping[type, Callable[[Any], object]]] = {
    Link: lambda link: link.url,
    Hours: lambda hours: [hours.start.isoformat(), hours.end.isoformat()],
    datetime: datetime.isoformat,
}
_READ: Final[Mapping[type, Callable[[Any], object]]] = {
    Link: Link,
    Hours: lambda ends: Hours(*(datetime.fromisoformat(each) for each in ends)),
    datetime: datetime.fromisoformat,
}


def write_facts(facts: Facts) -> str:
    """Return the facts without their kind."""
    values = {one.name: getattr(facts, one.name) for one in fields(facts)}
    return json.dumps({name: _WRITE[type(value)](value) for name, value in values.items()})


def read_facts(kind: MailKind, text: str) -> Facts:
    """Return the facts of a mail of this kind.

    Raises:
        ValueError: They are not those of this kind.
    """
    made = _KINDS[kind]
    types, values = get_type_hints(made), json.loads(text)
    if not isinstance(values, dict) or values.keys() != {one.name for one in fields(made)}:
        raise ValueError("facts")
    facts: Facts = made(**{name: _READ[types[name]](value) for name, value in values.items()})
    return facts
