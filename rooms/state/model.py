"""The state of a room as data. Only ``rooms.state.apply`` changes it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rooms.model.floor import TurnEnding, TurnKind, TurnPhase
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role, RoomSetup
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from rooms.model.protocols import KeptRun

__all__ = [
    "FloorState",
    "LastTurn",
    "MediaState",
    "PersonState",
    "Phase",
    "Place",
    "RoomState",
    "Run",
    "SeatState",
    "Turn",
    "new_state",
]


class Phase(StrEnum):
    """How far the session is."""

    WAITING = "waiting"
    LIVE = "live"
    HELD = "held"
    """No facilitator is left: what clients send to each other is paused."""
    SUSPENDED = "suspended"
    """None came back for long."""
    ENDED = "ended"


class Place(StrEnum):
    """Where a seat is."""

    OUTSIDE = "outside"
    WAITING = "waiting"
    MAIN = "main"
    PRIVATE = "private"
    """In a private room with staff; the place in line is kept."""
    COMPANION = "companion"
    """A companion device that is here: no slot, no media, nobody hears or sees it."""


class MediaState(StrEnum):
    """What the relay knows of a seat. NONE is a client that has not connected its media yet, which is no loss."""

    NONE = "none"
    UP = "up"
    LOST = "lost"


@dataclass(slots=True)
class SeatState:
    """One seat, or companion device, now.

    Attributes:
        occupants: Who sits there, in seat order (keys 1 and 2); on a companion device its owner.
        since: When it came to its place.
        lost_at: When its client went missing.
        gone_at: Since when it is not connected, by its client or its media.
        private: The number of its private room.
        media_at: When ``media`` last changed.
        voice: On a shared seat, who of the two has the in-seat floor.
        voice_due: Whether it came with a turn, or a step of a protocol, and goes with it.
        voice_asked: Who of the two asks for it, since ``voice_asked_at``.
        sharing: Whether its picture is a screen.
        nonce: What a resume token must bring to lead back here; empty when none does.
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

    @property
    def connected(self) -> bool:
        """Whether the person behind the seat can take part right now."""
        return self.online and self.media is not MediaState.LOST

    @property
    def slot_in_room(self) -> int | None:
        """Its media slot while it is in the room or a private room; who waits sends and receives nothing yet."""
        return self.slot if self.place in (Place.MAIN, Place.PRIVATE) else None

    def silence_voice(self) -> None:
        """Nobody has the in-seat floor, nobody asks for it."""
        self.voice, self.voice_due = None, False
        self.voice_asked = self.voice_asked_at = None

    @property
    def shared(self) -> bool:
        """Whether two people sit there."""
        return len(self.occupants) > 1


@dataclass(slots=True)
class PersonState:
    """One person now.

    Attributes:
        seat: Where the person sits: never the companion device, unless it has become a seat of its own.
        came: The person has been in the room in this session.
        come_back: A facilitator means to come back to this person.
        distress: Staff noted a hard time.
        airtime: The person wants to see their own share of the talk.
        split_asked: The person asks for a seat of their own.
        apart: The phone and the shared seat cannot hear each other, the person said.
        merge: The person wants to sit together again.
    """

    role: Role
    seat: SeatId
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
        starts_at: When its announcement is over.
        limit_s: How long it is meant to be, seconds; None for as long as it takes.
        spoken_s: What its clock had counted when it last stood still.
        running_since: Since when the clock runs; None while it stands.
        hold_until: Until when a lost holder's turn is kept.
        decide_until: Until when facilitators may choose what becomes of it.
        overrun: The highest level told so far: 0, 100, 125 or 200 percent.
        asked: An overrun waits for a facilitator's answer.
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
        """Return when ``share`` of its time will have been taken (Unix seconds); None while no clock runs."""
        if self.limit_s is None or self.running_since is None:
            return None
        return self.running_since + share * self.limit_s - self.spoken_s


@dataclass(frozen=True, slots=True)
class LastTurn:
    """The turn that ended last: by it a script knows why the floor is free. ``by`` is None when rules ended it."""

    person: PersonId
    ending: TurnEnding
    seq: int
    by: PersonId | None = None


@dataclass(slots=True)
class FloorState:
    """The floor now. Mode, microphones and grants are the base ones; a run under way has its own (``Run``).

    Attributes:
        seq: ``floor_seq``: rises whenever holder, mode or step changes, and with nothing else (F1). Everybody in the
            room sees it, so what only some may know, a turn's clock or a private answer, must not move it.
        queue: Who waits, first is next.
        quick: Whose hand is for "on this point"; also in ``queue``, before the others.
        then: Whose turn follows the present one by itself, and how long it is meant to be (``then_limit_s``).
        free_since: When a turn last ended (Unix seconds).
        point: Whose turn, not a quick one, was the last to begin: quick hands are about what they say.
        quick_had: Who has had a quick turn on this point.
        heard: Who has had a turn since the mode was set, in order; anew once every member here had one (popcorn).
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
    """One run of a protocol. Values in ``memory`` and ``options`` are JSON; the script reads and replaces them whole.

    Times in ``memory`` that something is measured from or until are floats whose names end in ``_at`` or ``_since``:
    they stand still with the room (``standstill``).

    Attributes:
        number: 1 for the first run of the room.
        pauses_turn: Whether a present turn stands still, unheard, while this run lies on top.
        due: When the step's time is up (Unix seconds); None for no clock, and while the run is paused.
        left_s: What was left until ``due`` when the run paused.
        mode: How turns start during the step.
        voices: Who is heard besides the holder and the facilitators.
        paused: Whether it stands still, by a facilitator or under another run; since ``paused_at``.
        stopped: Whether it was a facilitator who paused it: then only a facilitator lets it go on.
        paused_s: For how long it stood still before, seconds.
        resumable: Whether it may go on another time when the session ends within it.
        emergency: Whether it is for a crisis, in which staff may leave the group (F12).
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
    """Everything that the event log says about a room. ``position`` and ``last_at`` are those of the last event.

    Attributes:
        links: The oldest version of each seat's link that is good, as far as the room was told.
        live_since: When the session first went live: its start.
        unled_since: Since when nobody is in the room whose presence lets it run.
        runs: Runs that are not over, the one on top last.
        run_counts: How many runs of each protocol were started.
        kept: Runs that may go on another time, of earlier sessions and of this one.
        lead: Who leads.
        lead_offered: To whom the lead is offered.
        present: On which seat each person is present (attendance), and whether in a private room.
        observers: What members said about observers, by observer.
        changed: Of what the room has not taken note yet (``rooms.state.subjects``).
        people_at: The position of the last event that changed ``PEOPLE`` (``rooms.state.subjects``).
    """

    floor: FloorState
    seats: dict[SeatId, SeatState]
    people: dict[PersonId, PersonState]
    links: dict[SeatId, int]
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
    chat_open: bool = False
    changed: int = field(default=0, compare=False, repr=False)
    people_at: int = 0

    @property
    def run(self) -> Run | None:
        """The run that rules the floor now: the one on top, unless it is paused."""
        return self.runs[-1] if self.runs and not self.runs[-1].paused else None


def new_state(setup: RoomSetup) -> RoomState:
    """Return the state of a room in which nothing has happened yet."""
    policy = setup.policy
    floor = FloorState(policy.floor_mode, policy.mic_policy, policy.grants)
    seats = {seat: SeatState(seating.occupants) for seat, seating in setup.seats.items()}
    people = {
        person.id: PersonState(person.role, setup.seat_of(person.id)) for person in setup.people.values()
    }
    return RoomState(floor, seats, people, dict.fromkeys(seats, 1), kept=list(setup.kept))
