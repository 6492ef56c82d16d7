"""What a clinic may choose instead of a room's default, field by field (docs/domain.md, Room policy). Pure data.

No choice lets a room do what its kind must not: more people than a payer counts as a group, a client without a known
location, an observer nobody agreed to. ``docs/rooms.md`` shows this table to clinics and is tested against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rooms.model.policy.policy import (
    PICTURE_HEIGHTS,
    RANGES,
    AdmissionRule,
    CameraRule,
    ChatRule,
    DirectRule,
    FacilitatorRule,
    FloorMode,
    GrantRule,
    MicPolicy,
    NameRule,
    ObserverRule,
    OverrunPolicy,
    PartnersRule,
    RoomKind,
    ShareRule,
)

__all__ = ["LIMITS", "Choice", "Limit", "Range"]


@dataclass(frozen=True, slots=True)
class Range:
    """A number from ``low`` to ``high``, inclusive.

    Attributes:
        whole: Whether it must be a whole number.
        optional: Whether None is allowed and means "no such limit".
    """

    low: float
    high: float
    whole: bool = False
    optional: bool = False

    def read(self, value: object) -> int | float | None:
        """Return the value as the policy stores it. Raises ValueError with the reason."""
        if value is None and self.optional:
            return None
        numbers = (int,) if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, numbers):
            raise ValueError("must be a whole number" if self.whole else "must be a number")
        if not self.low <= value <= self.high:
            raise ValueError(f"must be {self.low:g} to {self.high:g}")
        return value if self.whole else float(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these; a rule may be given as its string value."""

    options: tuple[object, ...]

    def read(self, value: object) -> object:
        """Return the value as the policy stores it. Raises ValueError with the reason."""
        for option in self.options:
            # True == 1 in Python; it must not set a switch or a size.
            if option == value and type(value) in (type(option), str):
                return option
        raise ValueError(f"must be {' or '.join(_word(option) for option in self.options)}")


Limit = Range | Choice

_OPTIONAL = frozenset({"late_after_s", "lock_after_s", "turn_s"})
_SHORTEST_TURN_S = 5.0
# The longest hold_s and decide_s together, so that any choice of the three fields is consistent.
_SHORTEST_ABSENCE_S = RANGES["hold_s"][1] + RANGES["decide_s"][1]

_SAME_FOR_ALL: dict[str, Limit] = {
    **{
        name: Range(low, high, optional=name in _OPTIONAL)
        for name, (low, high) in RANGES.items()
        if name.endswith("_s")
    },
    "turn_s": Range(_SHORTEST_TURN_S, RANGES["turn_s"][1], optional=True),
    "absence_s": Range(_SHORTEST_ABSENCE_S, RANGES["absence_s"][1]),
    "floor_mode": Choice((FloorMode.OPEN, FloorMode.QUEUE, FloorMode.STAFF_ONLY)),
    "mic_policy": Choice((MicPolicy.SOFT, MicPolicy.HARD)),
    "grants": Choice(tuple(GrantRule)),
    "overrun": Choice(tuple(OverrunPolicy)),
    "camera_rests": Range(*RANGES["camera_rests"], whole=True),
    "picture_height": Choice(PICTURE_HEIGHTS),
    "screen": Choice((ShareRule.STAFF,)),
    "location_each_session": Choice((True,)),
    "observers": Choice((ObserverRule.CONSENT_OF_ALL, ObserverRule.NEVER)),
}

# Payers count at most 12 people as group psychotherapy (billing code 90853).
_MOST_IN_A_GROUP = 12

_BY_KIND: dict[RoomKind, dict[str, Limit]] = {
    RoomKind.GROUP: {
        "max_people": Range(2, _MOST_IN_A_GROUP, whole=True),
        "max_seats": Range(3, 24, whole=True),
        "facilitator": Choice((FacilitatorRule.LICENSED,)),
        "admission": Choice((AdmissionRule.EACH, AdmissionRule.BATCH)),
        "camera": Choice((CameraRule.REQUIRED, CameraRule.PREFERRED)),
        "chat": Choice((ChatRule.OFF, ChatRule.WINDOWS, ChatRule.ON)),
        "direct": Choice((DirectRule.OFF, DirectRule.STAFF, DirectRule.STAFF_COMPANION)),
        "names": Choice((NameRule.DISPLAY, NameRule.PSEUDONYM)),
        "partners": Choice((PartnersRule.SEPARATE, PartnersRule.ALLOW)),
    },
    RoomKind.MULTI_COUPLE: {
        "max_people": Range(4, _MOST_IN_A_GROUP, whole=True),
        "max_seats": Range(3, 24, whole=True),
        "facilitator": Choice((FacilitatorRule.COUPLES_THERAPIST,)),
        "admission": Choice((AdmissionRule.EACH, AdmissionRule.TOGETHER, AdmissionRule.BATCH)),
        "camera": Choice((CameraRule.REQUIRED,)),
        "chat": Choice((ChatRule.OFF, ChatRule.WINDOWS)),
        "direct": Choice((DirectRule.OFF, DirectRule.STAFF, DirectRule.STAFF_COMPANION)),
        "names": Choice((NameRule.DISPLAY, NameRule.PSEUDONYM)),
        "partners": Choice((PartnersRule.ALLOW,)),
    },
    RoomKind.COUPLES: {
        # The third is a guest of the couple and the therapist.
        "max_people": Range(2, 3, whole=True),
        "max_seats": Range(3, 8, whole=True),
        "facilitator": Choice((FacilitatorRule.COUPLES_THERAPIST,)),
        "admission": Choice((AdmissionRule.TOGETHER, AdmissionRule.EACH)),
        "camera": Choice((CameraRule.REQUIRED,)),
        "chat": Choice((ChatRule.OFF, ChatRule.WINDOWS)),
        "direct": Choice((DirectRule.OFF, DirectRule.STAFF_COMPANION)),
        "names": Choice((NameRule.LEGAL_OR_DISPLAY, NameRule.DISPLAY)),
        "partners": Choice((PartnersRule.ALLOW,)),
    },
    RoomKind.INDIVIDUAL: {
        "max_people": Range(1, 1, whole=True),
        "max_seats": Range(2, 6, whole=True),
        "facilitator": Choice((FacilitatorRule.ASSIGNED,)),
        "admission": Choice((AdmissionRule.EACH,)),
        "camera": Choice((CameraRule.REQUIRED, CameraRule.PREFERRED, CameraRule.FREE)),
        "chat": Choice((ChatRule.OFF, ChatRule.ON)),
        "direct": Choice((DirectRule.OFF, DirectRule.STAFF, DirectRule.ON)),
        "screen": Choice((ShareRule.STAFF, ShareRule.EVERYONE)),
        "names": Choice((NameRule.DISPLAY, NameRule.LEGAL_OR_DISPLAY, NameRule.LEGAL)),
        "partners": Choice((PartnersRule.SEPARATE,)),
    },
    RoomKind.PSYCHOEDUCATION: {
        "max_people": Range(2, 28, whole=True),
        "max_seats": Range(3, 32, whole=True),
        "facilitator": Choice((FacilitatorRule.LICENSED_OR_EDUCATOR, FacilitatorRule.LICENSED)),
        "admission": Choice((AdmissionRule.EACH, AdmissionRule.BATCH)),
        "camera": Choice((CameraRule.REQUIRED, CameraRule.PREFERRED, CameraRule.FREE)),
        "chat": Choice((ChatRule.OFF, ChatRule.WINDOWS, ChatRule.ON)),
        "direct": Choice((DirectRule.OFF, DirectRule.STAFF, DirectRule.STAFF_COMPANION)),
        "names": Choice((NameRule.DISPLAY, NameRule.PSEUDONYM)),
        "observers": Choice((ObserverRule.NOTICE, ObserverRule.CONSENT_OF_ALL, ObserverRule.NEVER)),
        "partners": Choice((PartnersRule.ALLOW, PartnersRule.SEPARATE)),
    },
    RoomKind.MEDICAL_VISIT: {
        # The second is the partner, if the patient agrees.
        "max_people": Range(1, 2, whole=True),
        "max_seats": Range(2, 6, whole=True),
        "facilitator": Choice((FacilitatorRule.PRESCRIBER,)),
        "admission": Choice((AdmissionRule.EACH,)),
        "camera": Choice((CameraRule.REQUIRED, CameraRule.PREFERRED)),
        "chat": Choice((ChatRule.OFF, ChatRule.ON)),
        "direct": Choice((DirectRule.OFF, DirectRule.STAFF, DirectRule.ON)),
        "names": Choice((NameRule.LEGAL, NameRule.LEGAL_OR_DISPLAY)),
        "partners": Choice((PartnersRule.ALLOW, PartnersRule.SEPARATE)),
    },
    RoomKind.ALUMNI: {
        "max_people": Range(2, 28, whole=True),
        "max_seats": Range(3, 32, whole=True),
        "facilitator": Choice((FacilitatorRule.HOST, FacilitatorRule.LICENSED)),
        "admission": Choice((AdmissionRule.EACH, AdmissionRule.BATCH)),
        "camera": Choice((CameraRule.PREFERRED, CameraRule.FREE)),
        "chat": Choice((ChatRule.OFF, ChatRule.WINDOWS, ChatRule.ON)),
        "direct": Choice((DirectRule.OFF, DirectRule.STAFF)),
        "screen": Choice((ShareRule.HOST, ShareRule.STAFF)),
        "names": Choice((NameRule.PSEUDONYM, NameRule.DISPLAY)),
        "location_each_session": Choice((False, True)),
        "observers": Choice((ObserverRule.NEVER,)),
        "partners": Choice((PartnersRule.SEPARATE, PartnersRule.ALLOW)),
    },
}

LIMITS: Mapping[RoomKind, Mapping[str, Limit]] = MappingProxyType(
    {kind: MappingProxyType(_SAME_FOR_ALL | limits) for kind, limits in _BY_KIND.items()}
)
"""What a clinic may choose, for each kind of room and every policy field except the kind."""


def _word(option: object) -> str:
    return str(option).lower() if isinstance(option, bool) else str(option)
