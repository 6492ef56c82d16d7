"""Room policy as data: sizes, who may do what, the floor a room starts with, and its named times (docs/domain.md 1.2).

``rooms.model.policy.kinds`` holds the defaults of each kind of room and what a clinic may choose instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rooms.model.errors import PolicyError

__all__ = [
    "CAMERA_RESTS_MAX",
    "PICTURE_HEIGHTS",
    "RANGES",
    "AdmissionRule",
    "CameraRule",
    "ChatRule",
    "DirectRule",
    "FacilitatorRule",
    "FloorMode",
    "GrantRule",
    "MicPolicy",
    "NameRule",
    "ObserverRule",
    "OverrunPolicy",
    "PartnersRule",
    "RoomKind",
    "RoomPolicy",
    "ShareRule",
]

PICTURE_HEIGHTS = (180, 360, 720)
"""The picture heights that a room may choose from, pixels."""

CAMERA_RESTS_MAX = 6
"""The most camera rests within an hour that a room may allow."""

RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "max_people": (1, 64),
        "max_seats": (1, 32),
        "join_early_s": (0, 3600),
        "late_after_s": (0, 3600),
        "lock_after_s": (0, 3600),
        "held_after_s": (10, 60),
        "suspended_after_s": (60, 900),
        "promote_after_s": (1, 5),
        "announce_s": (0, 10),
        "turn_s": (0, 3600),
        "quick_s": (5, 60),
        "decide_s": (5, 120),
        "return_bonus_s": (0, 60),
        "hold_s": (10, 120),
        "absence_s": (15, 3600),
        "welfare_after_s": (15, 300),
        "camera_rest_s": (30, 600),
        "camera_rests": (0, CAMERA_RESTS_MAX),
    }
)
"""The range of each number in a policy; times in seconds."""


class RoomKind(StrEnum):
    """The kind of session a room is for."""

    GROUP = "group"
    """A therapy group."""
    MULTI_COUPLE = "multi_couple"
    """A group of couples."""
    COUPLES = "couples"
    """One couple and its therapist."""
    INDIVIDUAL = "individual"
    """One client and their clinician."""
    PSYCHOEDUCATION = "psychoeducation"
    """A class."""
    MEDICAL_VISIT = "medical_visit"
    """A client and the prescriber or nurse."""
    ALUMNI = "alumni"
    """People after treatment, with a host who may be one of them."""


class FloorMode(StrEnum):
    """How turns start."""

    OPEN = "open"
    """Anyone may speak."""
    QUEUE = "queue"
    """Hands, first come, first served."""
    POPCORN = "popcorn"
    """The speaker names the next, among those not heard yet."""
    ROUND = "round"
    """A fixed order; everybody is offered one turn. Used by protocols."""
    HELD = "held"
    """A talking piece. Used by protocols."""
    DYAD = "dyad"
    """Two people; the step says who is heard. Used by protocols."""
    FISHBOWL = "fishbowl"
    """An inner circle speaks, an outer one listens. Used by protocols."""
    STAFF_ONLY = "staff_only"
    """Facilitators speak; hands may wait."""
    QUIET = "quiet"
    """Facilitators only: grounding, break, protected silence."""


class MicPolicy(StrEnum):
    """Whether the relay enforces the floor."""

    ADVISORY = "advisory"
    """Only the screens show whose turn it is."""
    SOFT = "soft"
    """Microphones stay free; whoever unmutes during another's turn is told who is speaking and gets a hand."""
    HARD = "hard"
    """The relay forwards only the holder's and the facilitators' audio."""


class GrantRule(StrEnum):
    """What happens to a raised hand while the floor is free (decision 0004)."""

    BY_FACILITATOR = "by_facilitator"
    """It waits until a facilitator gives the floor."""
    WHEN_FREE = "when_free"
    """The first hand takes a free floor at once; the next follows automatically."""


class FacilitatorRule(StrEnum):
    """Who must be present for the room to be live."""

    LICENSED = "licensed"
    """A licensed facilitator."""
    COUPLES_THERAPIST = "couples_therapist"
    """A licensed couples therapist who treats neither partner alone (docs/domain.md, R1)."""
    ASSIGNED = "assigned"
    """The client's own clinician."""
    LICENSED_OR_EDUCATOR = "licensed_or_educator"
    """A licensed facilitator or an educator."""
    PRESCRIBER = "prescriber"
    """A prescriber or nurse."""
    HOST = "host"
    """A host, who may be a peer."""


class AdmissionRule(StrEnum):
    """How people are admitted from the waiting room."""

    EACH = "each"
    """One by one, by staff."""
    TOGETHER = "together"
    """Both partners at the same moment."""
    BATCH = "batch"
    """One by one, or all who wait at once."""


class CameraRule(StrEnum):
    """What is asked of cameras. Nobody is shut out for not having one; staff decide."""

    REQUIRED = "required"
    """On, unless arranged otherwise in private."""
    PREFERRED = "preferred"
    """On if possible."""
    FREE = "free"
    """Each person's choice."""


class ChatRule(StrEnum):
    """When clients may write to everybody."""

    OFF = "off"
    WINDOWS = "windows"
    """While a facilitator has the chat open."""
    ON = "on"


class DirectRule(StrEnum):
    """Whom a client may message privately."""

    OFF = "off"
    STAFF = "staff"
    """Staff."""
    STAFF_COMPANION = "staff_companion"
    """Staff; from a shared seat only with the companion phone."""
    ON = "on"
    """Anybody in the room."""


class ShareRule(StrEnum):
    """Who may share a screen."""

    STAFF = "staff"
    EVERYONE = "everyone"
    HOST = "host"
    """The host, who may be a peer."""


class NameRule(StrEnum):
    """Which name others see."""

    DISPLAY = "display"
    """The one the person chose."""
    LEGAL_OR_DISPLAY = "legal_or_display"
    """The legal or the chosen one, as the person prefers."""
    LEGAL = "legal"
    """The legal one, shown to staff."""
    PSEUDONYM = "pseudonym"
    """One that does not identify the person."""


class ObserverRule(StrEnum):
    """The condition for an observer to come in."""

    CONSENT_OF_ALL = "consent_of_all"
    """Every client has agreed."""
    NOTICE = "notice"
    """Every client has been told."""
    NEVER = "never"


class PartnersRule(StrEnum):
    """Whether both partners of a couple may be in this room as members (docs/domain.md, R8)."""

    ALLOW = "allow"
    SEPARATE = "separate"


class OverrunPolicy(StrEnum):
    """What happens when a turn's time is up (F6); none of it applies while anybody's distress is noted."""

    NOTIFY = "notify"
    """The holder is told and, later, the facilitators."""
    PROMPT = "prompt"
    """The facilitators are asked at once what to do."""
    AUTO_RELEASE = "auto_release"
    """The turn ends automatically."""


@dataclass(frozen=True, slots=True)
class RoomPolicy:
    """The rules of one room. The defaults are those of a group.

    Attributes:
        max_people: Clients who may be in the room at once; staff, observers, interpreters and captioners do not count.
        max_seats: Seats that may be in the room at once, staff included; also the relay's slot count.
        grants: What happens to a raised hand while the floor is free.
        join_early_s: How long before the start people may enter the waiting room, seconds.
        late_after_s: Who arrives later than this after the start is marked late and waits for a break, though staff may
            admit them at any time; seconds, None for nobody.
        lock_after_s: How long after the start newcomers are still let in from outside; seconds, None for no lock.
        location_each_session: Whether each person's physical location is confirmed in every session.
        held_after_s: Seconds without any facilitator after which clients no longer hear and see each other.
        suspended_after_s: Seconds without any facilitator after which the session is suspended.
        promote_after_s: Seconds without the lead after which a co-facilitator takes over.
        announce_s: Seconds between the announcement of a turn and its start.
        turn_s: Length of a turn in the base modes, seconds; a soft limit (F6). None for no limit.
        quick_s: Length of an "on this point" turn, seconds.
        decide_s: Seconds the facilitators have to decide on a lost holder's turn; after that it is deferred.
        return_bonus_s: Seconds a holder who reconnects gets on top of the remaining time.
        hold_s: Seconds a lost holder's turn is kept (F8).
        absence_s: Seconds after which an admitted seat that stays disconnected has left the room.
        welfare_after_s: Seconds for which somebody flagged is gone until staff are asked to find out whether they are
            safe.
        camera_rest_s: How long a member may rest their camera without a reason, seconds.
        camera_rests: How often they may within an hour; 0 for never.
        picture_height: Height of the largest picture that cameras send, pixels; one of ``PICTURE_HEIGHTS``.

    Raises:
        PolicyError: A number is outside its range (``RANGES``), or two times contradict each other.
    """

    kind: RoomKind = RoomKind.GROUP
    max_people: int = 12
    max_seats: int = 15
    facilitator: FacilitatorRule = FacilitatorRule.LICENSED
    admission: AdmissionRule = AdmissionRule.EACH
    join_early_s: float = 900.0
    late_after_s: float | None = 600.0
    lock_after_s: float | None = 900.0
    camera: CameraRule = CameraRule.REQUIRED
    chat: ChatRule = ChatRule.WINDOWS
    direct: DirectRule = DirectRule.STAFF
    screen: ShareRule = ShareRule.STAFF
    floor_mode: FloorMode = FloorMode.QUEUE
    mic_policy: MicPolicy = MicPolicy.SOFT
    grants: GrantRule = GrantRule.BY_FACILITATOR
    names: NameRule = NameRule.DISPLAY
    location_each_session: bool = True
    observers: ObserverRule = ObserverRule.CONSENT_OF_ALL
    partners: PartnersRule = PartnersRule.SEPARATE
    held_after_s: float = 15.0
    suspended_after_s: float = 300.0
    promote_after_s: float = 5.0
    announce_s: float = 3.0
    turn_s: float | None = None
    quick_s: float = 20.0
    overrun: OverrunPolicy = OverrunPolicy.NOTIFY
    decide_s: float = 20.0
    return_bonus_s: float = 15.0
    hold_s: float = 30.0
    absence_s: float = 300.0
    welfare_after_s: float = 60.0
    camera_rest_s: float = 120.0
    camera_rests: int = 2
    picture_height: int = 720

    def __post_init__(self) -> None:
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise PolicyError(name, f"must be {low:g} to {high:g}")
        if self.turn_s == 0:
            raise PolicyError("turn_s", "must be more than 0")
        if self.absence_s < self.hold_s + self.decide_s:
            # F8: otherwise a lost holder would have left before anybody could decide about their turn.
            raise PolicyError("absence_s", "must not be shorter than hold_s and decide_s together")
        if self.lock_after_s is not None and (self.late_after_s or 0) > self.lock_after_s:
            raise PolicyError("lock_after_s", "must not be before late_after_s")
        if self.picture_height not in PICTURE_HEIGHTS:
            raise PolicyError("picture_height", "must be 180, 360 or 720")

    @property
    def needs_licence(self) -> bool:
        """Whether the room is live only with a facilitator whom its rule names; a host may be anybody who leads."""
        return self.facilitator is not FacilitatorRule.HOST
