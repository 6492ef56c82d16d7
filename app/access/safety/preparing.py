"""What somebody does at their seat's page before the room: they sign, and say where they are and what is around them.

A screen of one's own offers the last place. On a screen that two people look at, only what was said at that screen in
this session is shown: nothing that one of them gave alone, and no document of which the other may not know. A companion
phone is a screen of one's own, on which its owner signs what is left.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.access.consents import signing
from app.access.consents.due import DueDocument, due_document, language_of
from app.access.consents.versions import all_versions
from app.access.safety.standings import facts_before, known_of, state_of
from app.live.planned.clearances import uncleared
from app.persistence.clinic_store import ClinicUnit
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import AppointmentId
from clinic.common.ids import PersonId as ClinicPersonId
from clinic.consents.documents import RULES
from clinic.consents.due import DueItem
from clinic.consents.versions import DocumentVersion, VersionId
from clinic.safety.places import Place, check_place, place_of, tidy_place
from clinic.safety.preparation import Declined, Entry, PlaceSaid, SurroundingsSaid
from clinic.safety.readiness import Facts, Standing, is_apart, judge, step_of
from clinic.safety.surroundings import Surroundings, check_surroundings
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role, RoomSetup

__all__ = [
    "MOST_ENTRIES",
    "Offer",
    "Steps",
    "acknowledge_document",
    "decline_document",
    "read_steps",
    "say_place",
    "say_surroundings",
    "sign_document",
]

MOST_ENTRIES: Final = 60
"""What may be said about one person in one session; more is a program, not a person."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that somebody need only confirm.

    Attributes:
        said: Whether it was said in this session already.
    """

    place: Place
    said: bool


@dataclass(frozen=True, slots=True)
class Steps:
    """What a seat's page may know.

    Attributes:
        todo: By person who has shown who they are, what they have still to do.
        offer: A place to confirm; without a telephone on a screen that two people look at.
        documents: By person, the first document of their steps, to be read.
        asks_place: Whether where they are is asked at this page.
    """

    todo: dict[PersonId, tuple[str, ...]]
    offer: Offer | None
    documents: dict[PersonId, DueDocument] = field(default_factory=dict)
    asks_place: bool = True


async def read_steps(
    unit: ClinicUnit,
    setup: RoomSetup,
    seat: SeatId,
    proved: Collection[PersonId],
) -> Steps:
    """Return the steps of a seat's people who have shown who they are, and the place to offer."""
    here = setup.seats[seat]
    people = [person for person in here.occupants if person in proved]
    _check_asks(setup, here.occupants[0])
    facts = await _facts(unit, setup, seat, people, await all_versions(unit))
    todo = {person: _steps(judge(facts[person]), documents_only=here.companion) for person in people}
    unit.note("preparation.open", setup.id, *todo)
    documents = {
        person: document
        for person in people
        if (document := await _document(unit, person, facts[person], todo[person])) is not None
    }
    asks_place = setup.policy.location_each_session and not here.companion
    offer = await _offer(unit, setup, seat, people) if asks_place else None
    return Steps(todo, offer, documents, asks_place)


async def sign_document(
    unit: ClinicUnit, setup: RoomSetup, seat: SeatId, person: PersonId, version: VersionId, language: str
) -> None:
    """Sign a document.

    Raises:
        Refused: ``preparation.none``; ``consent.own_screen``: not where two people look; and as
            `app.access.consents.signing.sign`.
        Invalid: as there.
    """
    facts = await _own_facts(unit, setup, seat, person, version)
    await signing.sign(
        unit,
        ClinicPersonId(person),
        version,
        AppointmentId(setup.id),
        language,
        unit.now,
        state=state_of(facts.known.place),
    )


async def acknowledge_document(
    unit: ClinicUnit, setup: RoomSetup, seat: SeatId, person: PersonId, version: VersionId, language: str
) -> None:
    """Confirm a document that was signed before.

    Raises Refused: ``preparation.none``, ``consent.own_screen``, and as `app.access.consents.signing.acknowledge`.
    """
    await _own_facts(unit, setup, seat, person, version)
    who, session = ClinicPersonId(person), AppointmentId(setup.id)
    await signing.acknowledge(unit, who, version, session, language, unit.now)


async def decline_document(
    unit: ClinicUnit, setup: RoomSetup, seat: SeatId, person: PersonId, version: VersionId
) -> None:
    """Keep that somebody does not agree to a document without which they come in all the same.

    Raises Refused: As ``say_place``; ``consent.own_screen``; ``consent.required``: they do not come in without it.
    """
    facts = await _own_facts(unit, setup, seat, person, version)
    if all(item.version.id != version or item.is_required for item in facts.documents or ()):
        raise Refused("consent.required")
    await _say(unit, setup, seat, person, Declined(version))


async def _own_facts(
    unit: ClinicUnit, setup: RoomSetup, seat: SeatId, person: PersonId, version: VersionId
) -> Facts:
    """Return what decides about somebody, at whose seat's page this document may be signed."""
    _check_asks(setup, person)
    versions = await all_versions(unit)
    facts = (await _facts(unit, setup, seat, [person], versions))[person]
    private = {each.id for each in versions if RULES[each.key.kind].is_private}
    apart = private | {item.version.id for item in facts.documents or () if is_apart(item)}
    if facts.shared and version in apart:
        raise Refused("consent.own_screen")
    return facts


async def _facts(
    unit: ClinicUnit,
    setup: RoomSetup,
    seat: SeatId,
    people: Sequence[PersonId],
    versions: Collection[DocumentVersion],
) -> dict[PersonId, Facts]:
    """Return what decides about these people, at this seat's screen."""
    found = await facts_before(unit, setup, people, versions, await uncleared(unit, setup))
    shared = len(setup.seats[seat].occupants) > 1
    return {person: replace(facts, shared=shared) for person, facts in found.items()}


def _steps(standing: Standing, *, documents_only: bool) -> tuple[str, ...]:
    """Return the steps of a page, with what may be refused before where they are."""
    todo = standing.todo
    at = next((index for index, step in enumerate(todo) if step in _SAID), len(todo))
    steps = (*todo[:at], *standing.choices, *todo[at:])
    return tuple(step for step in steps if step not in _SAID) if documents_only else steps


async def _document(
    unit: ClinicUnit, person: PersonId, facts: Facts, todo: Sequence[str]
) -> DueDocument | None:
    by_step: dict[str, DueItem] = {step_of(item): item for item in facts.documents or ()}
    item = next((by_step[step] for step in todo if step in by_step), None)
    record = await unit.people.find(ClinicPersonId(person)) if item else None
    return due_document(item, language_of(record)) if item and record else None


async def say_place(
    unit: ClinicUnit, setup: RoomSetup, seat: SeatId, person: PersonId, place: Place | None
) -> None:
    """Keep where somebody is, as they say it; None if they cannot say it now.

    Raises:
        Refused: ``preparation.none``: the session does not ask them; ``preparation.full``.
        Invalid: What is wrong with the place.
    """
    _check_asks_where(setup, person)
    if place is not None:
        place = tidy_place(place)
        if errors := check_place(place):
            raise Invalid(errors)
    await _say(unit, setup, seat, person, PlaceSaid(place))


async def say_surroundings(
    unit: ClinicUnit, setup: RoomSetup, seat: SeatId, person: PersonId, said: Surroundings
) -> None:
    """Keep what is around somebody, as they say it. Raises as ``say_place``."""
    _check_asks_where(setup, person)
    if errors := check_surroundings(said, shared=len(setup.seats[seat].occupants) > 1):
        raise Invalid(errors)
    await _say(unit, setup, seat, person, SurroundingsSaid(said))


async def _say(
    unit: ClinicUnit,
    setup: RoomSetup,
    seat: SeatId,
    person: PersonId,
    said: PlaceSaid | SurroundingsSaid | Declined,
) -> None:
    who = ClinicPersonId(person)
    position = await unit.preparations.add(
        AppointmentId(setup.id), who, said, by=who, seat=seat, now=unit.now
    )
    if position > MOST_ENTRIES:
        raise Refused("preparation.full")
    unit.note("preparation.say", setup.id, person, step=_STEPS[type(said)])


_STEPS: Final = {PlaceSaid: "location", SurroundingsSaid: "surroundings", Declined: "decline"}
_SAID: Final = frozenset({"location", "surroundings"})


def _check_asks(setup: RoomSetup, person: PersonId) -> None:
    if not setup.checks or setup.people[person].role is not Role.MEMBER:
        raise Refused("preparation.none")


def _check_asks_where(setup: RoomSetup, person: PersonId) -> None:
    _check_asks(setup, person)
    if not setup.policy.location_each_session:
        raise Refused("preparation.none")


async def _offer(
    unit: ClinicUnit, setup: RoomSetup, seat: SeatId, people: Sequence[PersonId]
) -> Offer | None:
    entries = await unit.preparations.of_session(AppointmentId(setup.id))
    if len(setup.seats[seat].occupants) > 1:
        return _said_here(entries, seat)
    return await _own_offer(unit, ClinicPersonId(people[0]), setup, entries) if people else None


def _said_here(entries: list[Entry], seat: SeatId) -> Offer | None:
    for entry in reversed(entries):
        if entry.seat == seat and isinstance(entry.said, PlaceSaid) and entry.said.place:
            return Offer(replace(entry.said.place, phone=""), said=True)
    return None


async def _own_offer(
    unit: ClinicUnit, person: ClinicPersonId, setup: RoomSetup, entries: list[Entry]
) -> Offer | None:
    """Return where they said they are, or were last, or the address that the clinic has of them."""
    place = known_of(person, setup, entries).place
    if place is not None:
        return Offer(place, said=True)
    last = await unit.preparations.last_places([person], AppointmentId(setup.id))
    if person in last:
        return Offer(last[person][0], said=False)
    record = await unit.people.find(person)
    on_file = place_of(record.fields.address, record.fields.phone) if record else None
    return Offer(on_file, said=False) if on_file else None
