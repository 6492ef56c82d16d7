"""The kinds of rooms: each kind's default policy, and a clinic's own within ``limits`` (domain.md 1.1, 1.2). Pure.

``docs/rooms.md`` shows this matrix to clinics and is tested against it. It has no recording: no room can record.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

from rooms.model.errors import PolicyError
from rooms.model.policy.limits import LIMITS
from rooms.model.policy.policy import (
    AdmissionRule,
    CameraRule,
    ChatRule,
    DirectRule,
    FacilitatorRule,
    FloorMode,
    NameRule,
    ObserverRule,
    PartnersRule,
    RoomKind,
    RoomPolicy,
    ShareRule,
)

__all__ = ["MATRIX", "policy_for"]


_POLICIES = (
    RoomPolicy(),
    RoomPolicy(
        kind=RoomKind.MULTI_COUPLE,
        facilitator=FacilitatorRule.COUPLES_THERAPIST,
        chat=ChatRule.OFF,
        partners=PartnersRule.ALLOW,
    ),
    RoomPolicy(
        kind=RoomKind.COUPLES,
        max_people=2,
        max_seats=4,
        facilitator=FacilitatorRule.COUPLES_THERAPIST,
        admission=AdmissionRule.TOGETHER,
        late_after_s=900.0,
        lock_after_s=None,
        chat=ChatRule.OFF,
        direct=DirectRule.STAFF_COMPANION,
        floor_mode=FloorMode.OPEN,
        names=NameRule.LEGAL_OR_DISPLAY,
        partners=PartnersRule.ALLOW,
    ),
    RoomPolicy(
        kind=RoomKind.INDIVIDUAL,
        max_people=1,
        max_seats=3,
        facilitator=FacilitatorRule.ASSIGNED,
        late_after_s=900.0,
        lock_after_s=None,
        camera=CameraRule.PREFERRED,
        chat=ChatRule.ON,
        direct=DirectRule.ON,
        screen=ShareRule.EVERYONE,
        floor_mode=FloorMode.OPEN,
    ),
    RoomPolicy(
        kind=RoomKind.PSYCHOEDUCATION,
        max_people=20,
        max_seats=24,
        facilitator=FacilitatorRule.LICENSED_OR_EDUCATOR,
        admission=AdmissionRule.BATCH,
        late_after_s=1200.0,
        lock_after_s=None,
        camera=CameraRule.PREFERRED,
        chat=ChatRule.ON,
        floor_mode=FloorMode.STAFF_ONLY,
        observers=ObserverRule.NOTICE,
        partners=PartnersRule.ALLOW,
    ),
    RoomPolicy(
        kind=RoomKind.MEDICAL_VISIT,
        max_people=1,
        max_seats=3,
        facilitator=FacilitatorRule.PRESCRIBER,
        late_after_s=600.0,
        lock_after_s=None,
        chat=ChatRule.OFF,
        direct=DirectRule.ON,
        floor_mode=FloorMode.OPEN,
        names=NameRule.LEGAL,
        partners=PartnersRule.ALLOW,
    ),
    RoomPolicy(
        kind=RoomKind.ALUMNI,
        max_people=20,
        max_seats=24,
        facilitator=FacilitatorRule.HOST,
        admission=AdmissionRule.BATCH,
        late_after_s=None,
        lock_after_s=None,
        camera=CameraRule.FREE,
        chat=ChatRule.ON,
        direct=DirectRule.OFF,
        screen=ShareRule.HOST,
        floor_mode=FloorMode.OPEN,
        names=NameRule.PSEUDONYM,
        location_each_session=False,
        observers=ObserverRule.NEVER,
    ),
)

MATRIX: Mapping[RoomKind, RoomPolicy] = MappingProxyType({policy.kind: policy for policy in _POLICIES})
"""The default policy of every kind of room."""


def policy_for(kind: RoomKind | str, overrides: Mapping[str, object]) -> RoomPolicy:
    """Return the policy of a clinic's room.

    Args:
        kind: The kind of room, or its string value.
        overrides: The clinic's own values by field; rules as members or string values, times in seconds.

    Raises:
        PolicyError: The kind or a field is unknown, a value has the wrong type or is outside ``LIMITS``, or the values
            contradict each other; the error names the field.
    """
    try:
        kind = RoomKind(kind)
    except ValueError:
        raise PolicyError("kind", "must be one of the kinds of rooms") from None
    chosen = {name: _read(kind, name, value) for name, value in overrides.items()}
    return replace(MATRIX[kind], **chosen)


def _read(kind: RoomKind, name: str, value: object) -> Any:
    limit = LIMITS[kind].get(name)
    if limit is None:
        raise PolicyError(name, "is not a clinic's to choose" if name in _FIELDS else "does not exist")
    try:
        return limit.read(value)
    except ValueError as error:
        raise PolicyError(name, str(error)) from None


_FIELDS = frozenset(field.name for field in fields(RoomPolicy))
