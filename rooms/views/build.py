"""Which sections make up whose view."""

from collections.abc import Iterable
from typing import Any

from rooms.ledger import Ledger
from rooms.model.ids import SeatId
from rooms.model.people import Role
from rooms.state import Phase, Place, SeatState
from rooms.views.aside import build_aside_view
from rooms.views.floor import build_floor_view, build_staff_floor_view
from rooms.views.protocols import build_run_view, build_staff_run_view
from rooms.views.seats import build_people_view, build_seats_view, build_staff_seats_view
from rooms.views.staff import build_leading_view
from rooms.views.you import build_you_view

__all__ = ["View", "build_views"]

View = dict[str, Any]

_RUNNING = (Phase.LIVE, Phase.HELD, Phase.SUSPENDED)


def build_views(ledger: Ledger, viewers: Iterable[SeatId]) -> dict[SeatId, View]:
    """Build the whole view of every viewing seat or companion device. What several seats share is built once."""
    room = _room(ledger)
    shared: dict[str, View] = {}
    views: dict[SeatId, View] = {}
    for seat in viewers:
        audience = _audience(ledger, seat)
        if audience not in shared:
            shared[audience] = _SECTIONS[audience.partition(" ")[0]](ledger, seat)
        views[seat] = {
            "room": room,
            "you": build_you_view(ledger, seat),
            **shared[audience],
            **build_aside_view(ledger, seat),
        }
        if audience == "outside":
            del shared[audience]
    return views


def _audience(ledger: Ledger, seat: SeatId) -> str:
    """Return which group of viewers the seat belongs to; all in one group get the very same shared sections."""
    if ledger.state.phase not in _RUNNING:
        return "outside"
    now = _looks_from(ledger, seat)
    if now.place is Place.PRIVATE:
        return f"private {now.private}"
    if now.place is not Place.MAIN:
        return "outside"
    if ledger.leads(now.occupants[0]):
        return "leading"
    return "staff" if ledger.is_staff_person(now.occupants[0]) else "member"


def _looks_from(ledger: Ledger, seat: SeatId) -> SeatState:
    """Return the seat whose surroundings the viewer sees: a phone sees those of its owner's seat."""
    now = ledger.state.seats[seat]
    return ledger.seat_of(now.occupants[0]) if now.place is Place.COMPANION else now


def _room(ledger: Ledger) -> View:
    setup, state = ledger.setup, ledger.state
    view = {
        "id": setup.id,
        "title": setup.title,
        "kind": setup.policy.kind.value,
        "state": state.phase.value,
        "since": state.phase_since,
        "seats": setup.policy.max_seats,
    }
    if state.unled_since is not None:
        view["unled_since"] = state.unled_since
    return view


def _member(ledger: Ledger, seat: SeatId) -> View:
    return {
        "people": build_people_view(ledger, (Place.MAIN, Place.PRIVATE)),
        **build_seats_view(ledger),
        "floor": build_floor_view(ledger.state),
        **build_run_view(ledger),
    }


def _staff(ledger: Ledger, seat: SeatId) -> View:
    return {
        **_member(ledger, seat),
        "people": build_people_view(ledger, (Place.MAIN, Place.PRIVATE, Place.WAITING)),
        **build_staff_seats_view(ledger),
    }


def _leading(ledger: Ledger, seat: SeatId) -> View:
    leading = {**build_leading_view(ledger), **build_staff_floor_view(ledger), **build_staff_run_view(ledger)}
    return {**_staff(ledger, seat), "leading": leading}


def _private(ledger: Ledger, seat: SeatId) -> View:
    number = _looks_from(ledger, seat).private
    return {
        "people": build_people_view(ledger, (Place.PRIVATE,), private=number),
        **build_seats_view(ledger, private=number),
    }


def _outside(ledger: Ledger, seat: SeatId) -> View:
    roles = [person.role for person in ledger.setup.people.values()]
    staff = (Role.FACILITATOR, Role.CO_FACILITATOR)
    return {
        "people": build_people_view(ledger, (), also=seat),
        "expected": {
            "members": roles.count(Role.MEMBER),
            "facilitators": sum(role in staff for role in roles),
        },
    }


_SECTIONS = {
    "member": _member,
    "staff": _staff,
    "leading": _leading,
    "private": _private,
    "outside": _outside,
}
