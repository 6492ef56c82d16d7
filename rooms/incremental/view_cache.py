"""Caches every viewer's view of one room and reports what has changed in it. Pure.

It rebuilds and compares only the sections that watch what has changed, and does so once for viewers that share a
section. Its views always equal what ``build_views`` builds.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rooms.incremental.offer_cache import OfferCache
from rooms.incremental.piece_cache import PieceCache
from rooms.model.ids import PersonId, SeatId
from rooms.plan import Plan
from rooms.rules.context import RuleContext
from rooms.rules.part import subjects_of
from rooms.rules.protocols.catalog import CATALOG
from rooms.state.subjects import ASIDE, BESIDE, FLOOR, GATES, PEOPLE, SPEAKING, watched_by
from rooms.views.build import View, build_place_view, build_section
from rooms.views.merge_patch import build_patch
from rooms.views.protocols import build_personal_run_view
from rooms.views.sections import SECTIONS, Audience, audience_of
from rooms.views.side_channels import FACTS as SIDE_FACTS
from rooms.views.side_channels import build_side_channels_view
from rooms.views.you import build_devices_view, build_present_view, build_you_view

__all__ = ["ViewCache"]

_Part = Any
"""The part of a view that only one viewer has: typed where it is built, compared and joined here as a plain dict."""
_Renewal = Callable[[RuleContext, SeatId, dict[SeatId, View]], None]
_EVERYTHING = ~0
_WATCHED = {name: section.watches for name, section in SECTIONS.items()}
_YOU, _DEVICES = watched_by(build_you_view), watched_by(build_devices_view)
_RUN = watched_by(build_personal_run_view)
_SIDE = watched_by(build_side_channels_view)
_SIDE_FACTS = subjects_of(*SIDE_FACTS)


class _Viewer:
    """One viewing seat: the shared sections it gets, and its own ones."""

    __slots__ = ("audience", "place", "present", "side_channels", "you")

    def __init__(self) -> None:
        self.audience: Audience = ()
        self.place: View = {}
        self.you: _Part = {}
        self.present: _Part = {}
        self.side_channels: _Part = {}

    def view(self, sections: Mapping[str, View]) -> View:
        """Return the whole view."""
        whole: View = dict(self.place)
        for name in self.audience:
            whole |= sections[name]
        whole["you"] = self.you | self.present
        whole |= self.side_channels
        return whole


class ViewCache:
    """The views of one room. Call ``take_note`` first, then ``open`` and ``view`` as needed."""

    def __init__(self) -> None:
        self._sections: dict[str, View] = {}
        self._viewers: dict[SeatId, _Viewer] = {}
        self._offers = OfferCache()
        self._pieces = PieceCache().pieces
        self._plan = Plan(0, {})
        self._gated: set[SeatId] = set()
        self._side_channels: tuple[Any, ...] = ()
        self._speaking: frozenset[SeatId] = frozenset()
        self._side_facts: tuple[Any, ...] = ()
        self._holder: PersonId | None = None
        self._facts: object = None
        self._faults: dict[SeatId, Exception] = {}

    def open(self, context: RuleContext, seat: SeatId) -> View:
        """Return the whole view for a new viewer and keep it from now on; if it cannot be built, keep nothing.

        Args:
            context: The room as ``take_note`` last saw it.
        """
        viewer = _Viewer()
        self._build_own(context, seat, viewer)
        for name in viewer.audience:
            if name not in self._sections:
                self._sections[name] = build_section(context, self._plan, name, self._pieces)
        self._viewers[seat] = viewer
        return viewer.view(self._sections)

    def close(self, seat: SeatId) -> None:
        """Remove a viewer."""
        self._viewers.pop(seat, None)

    def view(self, seat: SeatId) -> View:
        """Return the view as it was last announced; KeyError if the seat has no viewer."""
        return self._viewers[seat].view(self._sections)

    def take_note(self, context: RuleContext, plan: Plan, changed: int) -> dict[SeatId, View]:
        """Update all views; return each viewer's patch, which it may share with others.

        Args:
            plan: The current plan.
            changed: The subjects that changed since the last call.
        """
        changed |= self._look_beside(context, plan)
        if changed & PEOPLE:
            return self._rebuild(context)
        if changed & _SIDE_FACTS:
            changed |= self._look_at_side_facts(context)
        patches = self._renew_sections(context, changed)
        own = self._renew_own(context, changed)
        self._drop_faulty()
        shared: dict[Audience, View] = {}
        told: dict[SeatId, View] = {}
        for seat, viewer in self._viewers.items():
            audience = viewer.audience
            if audience not in shared:
                shared[audience] = _joined(patches[name] for name in audience if name in patches)
            told[seat] = shared[audience] | own[seat] if seat in own else shared[audience]
        return told

    def take_faults(self) -> list[tuple[SeatId, Exception]]:
        """Return viewers whose view could not be built, and why; they are no longer viewers. Each is returned once."""
        faults, self._faults = self._faults, {}
        return list(faults.items())

    def _drop_faulty(self) -> None:
        for seat in self._faults:
            self._viewers.pop(seat, None)

    # What is not in the log, and what follows from the time.

    def _look_beside(self, context: RuleContext, plan: Plan) -> int:
        """Return the subjects that have changed among those that no event announces."""
        changed, side_channels = BESIDE, context.side_channels
        old, new = self._plan.seats, plan.seats
        self._gated = set()
        if new is not old:
            changed |= GATES
            self._gated = {seat for seat in new if new[seat] is not old.get(seat)}
        self._plan = plan
        if side_channels.speaking != self._speaking:
            changed |= SPEAKING
            self._speaking = side_channels.speaking
        marks = side_channels.marks()
        if marks != self._side_channels:
            changed |= ASIDE
            self._side_channels = marks
        return changed

    def _look_at_side_facts(self, context: RuleContext) -> int:
        """Return whether the side channels show something else because turns or steps changed."""
        facts = tuple([fact.find(context) for fact in SIDE_FACTS])
        changed = ASIDE if facts != self._side_facts else 0
        self._side_facts = facts
        return changed

    # Everything.

    def _rebuild(self, context: RuleContext) -> dict[SeatId, View]:
        before = {seat: viewer.view(self._sections) for seat, viewer in self._viewers.items()}
        self._offers.forget()
        self._offers.look(context, _EVERYTHING)
        self._look_at_side_facts(context)
        self._look_at_holder(context)
        self._facts = _personal_facts(context)
        for seat, viewer in self._viewers.items():
            try:
                self._build_own(context, seat, viewer)
            except Exception as fault:  # noqa: BLE001 (what is one viewer's alone fails for nobody else)
                self._faults[seat] = fault
        self._drop_faulty()
        wanted = {name for viewer in self._viewers.values() for name in viewer.audience}
        self._sections = {name: build_section(context, self._plan, name, self._pieces) for name in wanted}
        return {
            seat: build_patch(before[seat], viewer.view(self._sections))
            for seat, viewer in self._viewers.items()
        }

    def _build_own(self, context: RuleContext, seat: SeatId, viewer: _Viewer) -> None:
        viewer.audience = audience_of(context, seat)
        viewer.place = build_place_view(context, seat)
        viewer.you = build_you_view(context, seat)
        viewer.present = build_present_view(context, seat, self._offers.to)
        viewer.side_channels = build_side_channels_view(context, seat)

    # What has changed.

    def _renew_sections(self, context: RuleContext, changed: int) -> dict[str, View]:
        patches: dict[str, View] = {}
        for name, old in self._sections.items():
            if _WATCHED[name.partition(" ")[0]] & changed:
                new = build_section(context, self._plan, name, self._pieces)
                patch = build_patch(old, new)
                if patch:
                    patches[name] = patch
                    self._sections[name] = new
        return patches

    def _renew_own(self, context: RuleContext, changed: int) -> dict[SeatId, View]:
        own: dict[SeatId, View] = {}
        if changed & _YOU:
            self._renew(self._renew_you, self._viewers, context, own)
        self._renew(self._renew_present, self._stale(context, changed), context, own)
        if changed & _SIDE:
            self._renew(self._renew_side_channels, self._viewers, context, own)
        return own

    def _renew(
        self, renew: _Renewal, seats: Iterable[SeatId], context: RuleContext, own: dict[SeatId, View]
    ) -> None:
        for seat in seats:
            try:
                renew(context, seat, own)
            except Exception as fault:  # noqa: BLE001 (what is one viewer's alone fails for nobody else)
                self._faults[seat] = fault

    def _renew_you(self, context: RuleContext, seat: SeatId, own: dict[SeatId, View]) -> None:
        viewer = self._viewers[seat]
        new: _Part = build_you_view(context, seat)
        patch = build_patch(viewer.you, new)
        if patch:
            viewer.you = new
            own[seat] = {"you": patch}

    def _renew_present(self, context: RuleContext, seat: SeatId, own: dict[SeatId, View]) -> None:
        viewer = self._viewers[seat]
        new: _Part = build_present_view(context, seat, self._offers.to)
        patch = build_patch(viewer.present, new)
        if patch:
            viewer.present = new
            own.setdefault(seat, {}).setdefault("you", {}).update(patch)

    def _renew_side_channels(self, context: RuleContext, seat: SeatId, own: dict[SeatId, View]) -> None:
        viewer = self._viewers[seat]
        side_channels: _Part = build_side_channels_view(context, seat)
        patch = build_patch(viewer.side_channels, side_channels)
        if patch:
            viewer.side_channels = side_channels
            own.setdefault(seat, {}).update(patch)

    def _stale(self, context: RuleContext, changed: int) -> Iterable[SeatId]:
        """Return the viewers whose offers, turn or gates may have changed."""
        stale = self._offers.look(context, changed)
        facts = _personal_facts(context)
        # What a script tells one person may depend on whose turn it is.
        told = facts != self._facts or (facts is not None and bool(changed & FLOOR))
        self._facts = facts
        # For those who moderate, a step says which of its actions it asks for now.
        leaders = stale.leaders or (context.state.run is not None and bool(changed & _RUN))
        people = stale.people | self._look_at_holder(context) if changed & FLOOR else stale.people
        if stale.everybody or told or changed & _DEVICES & ~GATES:
            return list(self._viewers)
        if not (people or leaders or self._gated):
            return ()
        seats = context.state.seats
        return [
            seat
            for seat, viewer in self._viewers.items()
            if (leaders and viewer.you["leads"])
            or not people.isdisjoint(seats[seat].occupants)
            or seat in self._gated
        ]

    def _look_at_holder(self, context: RuleContext) -> set[PersonId]:
        """Return who is shown a turn of their own now, or was until now."""
        turn = context.state.floor.holder
        old, self._holder = self._holder, turn.person if turn else None
        return {person for person in (old, self._holder) if person is not None}


def _personal_facts(context: RuleContext) -> object:
    """Return a value that differs whenever a script's facts for single people may have changed; None if it has none."""
    run = context.state.run
    if run is None or not CATALOG[run.protocol].is_personal:
        return None
    return (run.number, run.step, run.step_since, run.due, run.roles, run.memory)


def _joined(patches: Iterable[View]) -> View:
    """Return the sections' patches as one; they never overlap."""
    whole: View = {}
    for patch in patches:
        whole |= patch
    return whole
