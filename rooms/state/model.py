"""The state of a room as data. Only ``rooms.state.apply`` changes it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from rooms.model.events.follow_up import FollowUp
from rooms.model.floor import TurnEnding, TurnKind, TurnPhase
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import NOT_BEGUN, READY, Readiness, Role, RoomSetup
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from rooms.model.protocols import KeptRun
from rooms.state.agenda import Agenda
from rooms.state.safety import CameraRests, Care, HelpSignal

__all__ = [
    "NOT_THERE",
    "NOWHERE",
    "FloorState",
    "LastTurn",
    "MediaState",
    "PersonState",
    "Phase",
    "Place",
    "Proof",
    "RoomState",
    "Run",
    "SeatState",
    "Turn",
    "new_state",
]


class Phase(StrEnum):
    """The phase of the session."""

    WAITING = "waiting"
    LIVE = "live"
    HELD = "held"
    """No facilitator is left; media between clients is paused."""
    SUSPENDED = "suspended"
    """No facilitator came back for a long time."""
    ENDED = "ended"


class Place(StrEnum):
    """Where a seat is."""

    OUTSIDE = "outside"
    WAITING = "waiting"
    MAIN = "main"
    PRIVATE = "private"
    """In a private room with staff; places in line are kept."""
    COMPANION = "companion"
    """A connected companion device: no slot, no media, nobody hears or sees it."""


class Proof(StrEnum):
    """Whether a person has shown who they are, and whether they are where their seat is."""

    UNPROVED = "unproved"
    """Not yet; their seat cannot come in."""
    PROVED = "proved"
    """They have, or nobody has to in this session."""
    ABSENT = "absent"
    """They have not, and staff confirmed that they are not there: their partner has the seat alone."""
    ARRIVING = "arriving"
    """They were absent and have shown who they are since; they count once staff confirm that they see them."""


NOT_THERE: Final = frozenset({Proof.ABSENT, Proof.ARRIVING})
"""Of people who do not count as being on their seat."""


class MediaState(StrEnum):
    """A seat's media as the relay reports it. NONE: the client has not connected media yet, which is not a loss."""

    NONE = "none"
    UP = "up"
    LOST = "lost"


@dataclass(slots=True)
class SeatState:
    """The current state of one seat or companion device.

    Attributes:
        occupants: Who sits there, in seat order (keys 1 and 2); for a companion device, its owner. Whoever is not there
            is not among them.
        onlooker: Whether somebody who is arriving may look at its screen as well.
        since: When it moved to its place.
        lost_at: When its client disconnected.
        gone_at: Since when its client or its media has not been connected.
        private: The number of its private room.
        media_at: When ``media`` last changed.
        voice: On a shared seat, which of the two has the in-seat voice.
        voice_due: Whether the voice came with a turn or a protocol step, and ends with it.
        voice_asked: Which of the two asks for it, since ``voice_asked_at``.
        sharing: Whether its picture is a shared screen.
        nonce: What a resume token must contain to return here; empty if none is valid.
    """

    occupants: tuple[PersonId, ...]
    place: Place = Place.OUTSIDE
    slot: int | None = None
    online: bool = False
    media: MediaState = MediaState.NONE
    media_at: float = 0.0
    mic: bool = False
    camera: bool = False
    since: float = 0.0
    lost_at: float | None = None
    gone_at: float | None = None
    private: int | None = None
    voice: PersonId | None = None
    voice_due: bool = False
    voice_asked: PersonId | None = None
    voice_asked_at: float | None = None
    sharing: bool = False
    nonce: str = ""
    onlooker: bool = False

    @property
    def connected(self) -> bool:
        """Whether the person behind the seat can take part right now."""
        return self.online and self.media is not MediaState.LOST

    @property
    def slot_in_room(self) -> int | None:
        """Its media slot while it is in the room or a private room; a waiting seat sends and receives nothing yet."""
        return self.slot if self.place in (Place.MAIN, Place.PRIVATE) else None

    def silence_voice(self) -> None:
        """Clear the in-seat voice and any request for it."""
        self.voice, self.voice_due = None, False
        self.voice_asked = self.voice_asked_at = None

    @property
    def shared(self) -> bool:
        """Whether two people sit there."""
        return len(self.occupants) > 1

    @property
    def watched(self) -> bool:
        """Whether two people look at its screen, so that nothing private may be shown (F9)."""
        return self.shared or self.onlooker


NOWHERE: Final = SeatState(())
"""Where people are who are not there; it never changes."""


@dataclass(slots=True)
class PersonState:
    """The current state of one person.

    Attributes:
        seat: Where the person sits, or would sit if they were there; never the companion device, unless it has become
            their own seat.
        readiness: What stands between the person and the room.
        came: The person has been in the room during this session.
        come_back: A facilitator intends to come back to this person.
        distress: Staff noted distress.
        airtime: The person wants to see their own share of the talk.
        split_asked: The person asks for a seat of their own.
        apart: The person confirmed that the phone and the shared seat cannot hear each other.
        merge: The person wants to sit together again.
    """

    role: Role
    seat: SeatId
    proof: Proof = Proof.PROVED
    readiness: Readiness = READY
    came: bool = False
    come_back: bool = False
    distress: bool = False
    airtime: bool = False
    split_asked: bool = False
    apart: bool = False
    merge: bool = False


@dataclass(slots=True)
class Turn:
    """The holder's turn.

    Attributes:
        since: When it was granted.
        starts_at: When its announcement ends.
        limit_s: Its intended length, seconds; None for no limit.
        spoken_s: The seconds that its clock had counted when it last stopped.
        running_since: Since when the clock has been running; None while it is stopped.
        hold_until: Until when a lost holder's turn is kept.
        decide_until: Until when facilitators may decide what happens to it.
        overrun: The highest level announced so far: 0, 100, 125 or 200 percent.
        asked: An overrun is waiting for a facilitator's answer.
        closing: A facilitator asked for a gentle close.
        stayed: A facilitator stays with the holder: no clock.
    """

    person: PersonId
    since: float
    kind: TurnKind = TurnKind.TURN
    phase: TurnPhase = TurnPhase.SPEAKING
    starts_at: float = 0.0
    limit_s: float | None = None
    spoken_s: float = 0.0
    running_since: float | None = None
    hold_until: float | None = None
    decide_until: float | None = None
    overrun: int = 0
    asked: bool = False
    closing: bool = False
    stayed: bool = False

    def elapsed(self, now: float) -> float:
        """Return the seconds of the turn that its clock has counted."""
        return self.spoken_s + (max(0.0, now - self.running_since) if self.running_since is not None else 0.0)

    def due(self, share: float) -> float | None:
        """Return when ``share`` of its time will have been used (Unix seconds); None while the clock is stopped."""
        if self.limit_s is None or self.running_since is None:
            return None
        return self.running_since + share * self.limit_s - self.spoken_s


@dataclass(frozen=True, slots=True)
class LastTurn:
    """The turn that ended last, which tells scripts why the floor is free. ``by`` is None when a rule ended it."""

    person: PersonId
    ending: TurnEnding
    seq: int
    by: PersonId | None = None


@dataclass(slots=True)
class FloorState:
    """The floor now. Mode, mic policy and grant rule are the base ones; a current run has its own (``Run``).

    Attributes:
        seq: ``floor_seq``: rises whenever holder, mode or step changes, and at no other time (F1). Everybody in the
            room sees it, so facts that only some may know, such as a turn's clock or a private answer, must not move it.
        queue: Who waits, first in line first.
        quick: Whose hand is for "on this point"; also in ``queue``, ahead of the others.
        then: Who gets the next turn automatically, and its intended length (``then_limit_s``).
        free_since: When a turn last ended (Unix seconds).
        point: Whose turn was the last to begin, not counting quick ones: quick hands are about what they say.
        quick_had: Who has had a quick turn on this point.
        heard: Who has had a turn since the mode was set, in order; cleared once every member here had one (popcorn).
    """

    mode: FloorMode
    mic_policy: MicPolicy
    grants: GrantRule
    seq: int = 0
    holder: Turn | None = None
    last: LastTurn | None = None
    queue: list[PersonId] = field(default_factory=list)
    quick: list[PersonId] = field(default_factory=list)
    then: PersonId | None = None
    then_limit_s: float | None = None
    free_since: float = 0.0
    point: PersonId | None = None
    quick_had: list[PersonId] = field(default_factory=list)
    heard: list[PersonId] = field(default_factory=list)


@dataclass(slots=True)
class Run:
    """One run of a protocol. ``memory`` and ``options`` hold JSON; the script always reads and replaces them whole.

    Times in ``memory`` that something is measured from or until are floats whose names end in ``_at`` or ``_since``;
    they are shifted when the room is paused (``standstill``).

    Attributes:
        number: 1 for the first run of the room.
        pauses_turn: Whether the current turn is paused, and its holder not heard, while this run is on top.
        due: When the step's time is up (Unix seconds); None for no clock, and while the run is paused.
        left_s: What was left until ``due`` when the run was paused.
        mode: How turns start during the step.
        voices: Who is heard in addition to the holder and the facilitators.
        paused: Whether it is paused, by a facilitator or under another run; since ``paused_at``.
        stopped: Whether a facilitator paused it; then only a facilitator can resume it.
        paused_s: How long it was paused before, seconds.
        resumable: Whether it may continue in a later session if this one ends first.
        emergency: Whether it handles a crisis, in which staff may leave the group (F12).
    """

    number: int
    protocol: str
    by: PersonId
    options: dict[str, Any]
    since: float
    pauses_turn: bool = False
    step: str = ""
    step_since: float = 0.0
    due: float | None = None
    left_s: float | None = None
    mode: FloorMode = FloorMode.QUIET
    mic_policy: MicPolicy = MicPolicy.HARD
    voices: tuple[PersonId, ...] = ()
    roles: dict[str, tuple[PersonId, ...]] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)
    paused: bool = False
    stopped: bool = False
    paused_at: float | None = None
    paused_s: float = 0.0
    resumable: bool = False
    emergency: bool = False


@dataclass(slots=True)
class RoomState:
    """The room as its event log describes it. ``position`` and ``last_at`` are those of the last event.

    Attributes:
        links: The oldest valid version of each seat's link, as far as the room was told.
        seated: Whom the setup puts on each seat, in seat order.
        live_since: When the session first went live, which counts as its start.
        unled_since: Since when nobody whose presence keeps the room live is in it.
        runs: Runs that are not over; the last one is on top.
        run_counts: How many runs of each protocol have been started.
        kept: Runs that may continue later, from earlier sessions and this one.
        lead: The person who leads.
        lead_offered: The person to whom the lead is offered.
        present: The seat on which each person is present (attendance), and whether it is in a private room.
        observers: Members' answers about observers, by observer.
        help: The help signals that have not been closed, by the seat or companion device they came from.
        care: Whom those who lead look after in particular.
        agenda: What the session is to be, item by item.
        follow_ups: What has been noted for whom to look after later.
        rests: The rests of the cameras that have had one.
        changed: Subjects whose changes the room has not processed yet (``rooms.state.subjects``).
        people_at: The position of the last event that changed ``PEOPLE`` (``rooms.state.subjects``).
    """

    floor: FloorState
    seats: dict[SeatId, SeatState]
    people: dict[PersonId, PersonState]
    links: dict[SeatId, int]
    seated: dict[SeatId, tuple[PersonId, ...]]
    phase: Phase = Phase.WAITING
    phase_since: float = 0.0
    position: int = 0
    last_at: float = 0.0
    live_since: float | None = None
    unled_since: float | None = None
    runs: list[Run] = field(default_factory=list)
    run_count: int = 0
    run_counts: dict[str, int] = field(default_factory=dict)
    kept: list[KeptRun] = field(default_factory=list)
    lead: PersonId | None = None
    lead_offered: PersonId | None = None
    present: dict[PersonId, tuple[SeatId, bool]] = field(default_factory=dict)
    observers: dict[PersonId, dict[PersonId, bool]] = field(default_factory=dict)
    help: dict[SeatId, HelpSignal] = field(default_factory=dict)
    care: Care = field(default_factory=Care)
    agenda: Agenda = field(default_factory=Agenda)
    follow_ups: set[tuple[PersonId, FollowUp]] = field(default_factory=set)
    chat_open: bool = False
    rests: dict[SeatId, CameraRests] = field(default_factory=dict)
    changed: int = field(default=0, compare=False, repr=False)
    people_at: int = 0

    @property
    def run(self) -> Run | None:
        """The run that controls the floor now: the one on top, unless it is paused."""
        return self.runs[-1] if self.runs and not self.runs[-1].paused else None

    def seat_of(self, person: PersonId) -> SeatState:
        """Return the seat that the person is on, ``NOWHERE`` if they are not there; KeyError if they are unknown."""
        now = self.people[person]
        return NOWHERE if now.proof in NOT_THERE else self.seats[now.seat]

    def reseat(self, seat_id: SeatId) -> None:
        """Let those sit there who are there."""
        seat = self.seats[seat_id]
        proofs = {p: self.people[p].proof for p in self.seated[seat_id] if self.people[p].seat == seat_id}
        seat.occupants = tuple(person for person, proof in proofs.items() if proof not in NOT_THERE)
        seat.onlooker = Proof.ARRIVING in proofs.values()


def _readiness(setup: RoomSetup, role: Role) -> Readiness:
    return NOT_BEGUN if setup.checks and role is Role.MEMBER else READY


def new_state(setup: RoomSetup) -> RoomState:
    """Return the initial state of a room."""
    policy = setup.policy
    floor = FloorState(policy.floor_mode, policy.mic_policy, policy.grants)
    seats = {seat: SeatState(seating.occupants) for seat, seating in setup.seats.items()}
    proof = Proof.UNPROVED if setup.proof else Proof.PROVED
    people = {
        person.id: PersonState(person.role, setup.seat_of(person.id), proof, _readiness(setup, person.role))
        for person in setup.people.values()
    }
    seated = {seat: seating.occupants for seat, seating in setup.seats.items()}
    return RoomState(floor, seats, people, dict.fromkeys(seats, 1), seated, kept=list(setup.kept))
