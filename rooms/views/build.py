"""Whole views. What ``rooms.incremental`` caches and updates always equals what is built here."""

from collections.abc import Iterable
from typing import Any

from rooms.model.ids import SeatId
from rooms.model.people import Role
from rooms.plan import Plan, build_plan
from rooms.rules.context import RuleContext
from rooms.views.offers import offer_to
from rooms.views.seats import build_people_view
from rooms.views.sections import OUTSIDE, PLAIN, SECTIONS, Pieces, audience_of
from rooms.views.side_channels import build_side_channels_view
from rooms.views.you import build_present_view, build_you_view

__all__ = ["View", "build_place_view", "build_section", "build_views"]

View = dict[str, Any]


def build_views(context: RuleContext, viewers: Iterable[SeatId]) -> dict[SeatId, View]:
    """Build the whole view of every viewing seat or companion device."""
    plan = build_plan(context.setup, context.state)
    views: dict[SeatId, View] = {}
    for seat in viewers:
        views[seat] = build_place_view(context, seat)
        for section in audience_of(context, seat):
            views[seat] |= build_section(context, plan, section)
        views[seat]["you"] = {
            **build_you_view(context, seat),
            **build_present_view(context, seat, offer_to),
        }
        views[seat] |= build_side_channels_view(context, seat)
    return views


def build_section(context: RuleContext, plan: Plan, section: str, pieces: Pieces = PLAIN) -> View:
    """Build one section; the name of a private room's section ends in the room's number."""
    name, _, number = section.partition(" ")
    return SECTIONS[name].build(context, plan, int(number) if number else None, pieces)


def build_place_view(context: RuleContext, seat: SeatId) -> View:
    """Build what people outside the room see: themselves, and how many are expected."""
    if audience_of(context, seat) != OUTSIDE:
        return {}
    roles = [person.role for person in context.setup.people.values()]
    staff = (Role.FACILITATOR, Role.CO_FACILITATOR)
    return {
        "people": build_people_view(context, (), also=seat),
        "expected": {
            "members": roles.count(Role.MEMBER),
            "facilitators": sum(role in staff for role in roles),
        },
    }
