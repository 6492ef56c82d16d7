"""Views and events match the published schema: schema.json is generated from the same types."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_json

from rooms.rules.context import RuleContext
from rooms.rules.protocols.catalog import CATALOG
from rooms.schema.events import RoomEvent
from rooms.schema.view import View
from rooms.views.sections import BESIDE, SECTIONS, audience_of
from signaling.definitions import strictly
from signaling.protocol_rules import facts_type

__all__ = ["check_event_shapes", "check_view_shape"]

_VIEWS, _EVENTS = strictly(View), strictly(RoomEvent)


def check_view_shape(context: RuleContext, seat: Any, view: dict[str, Any]) -> None:
    """As sent over the wire, a view has no unknown field, word or null, and no key outside its audience."""
    _VIEWS.validate_json(to_json([view]))
    keys = {key for name in audience_of(context, seat) for key in SECTIONS[name.partition(" ")[0]].keys}
    assert view.keys() <= keys | BESIDE.keys(), f"{seat} sees more than its audience: {view.keys() - keys}"
    run = view.get("run")
    if run is None:
        return
    public, staff, own = _facts(run["protocol"])
    public.validate_json(to_json([run["facts"]]))
    if "leading" in view:
        staff.validate_json(to_json([view["leading"]["run"]]))
    own.validate_json(to_json([mine["facts"] for mine in view["you"]["run"].values() if "facts" in mine]))


def check_event_shapes(heard: Sequence[dict[str, Any]]) -> None:
    """The same for the events sent with a view."""
    if heard:
        _EVENTS.validate_json(to_json(heard))


@cache
def _facts(protocol: str) -> tuple[TypeAdapter[list[Any]], ...]:
    """Return validators of the facts for everybody, for those who lead, and for one person."""
    rules = CATALOG[protocol]
    return tuple(
        strictly(facts_type(facts)) for facts in (rules.public_facts, rules.staff_facts, rules.own_facts)
    )
