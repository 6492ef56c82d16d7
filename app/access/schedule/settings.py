"""A clinic's name and zone, what its payers count, and how many staff it wants in a room."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.access.callers import Caller
from app.persistence.repositories.clinics import ClinicRecord
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.local_time import find_zone
from clinic.identity.access import Action, check
from clinic.programme.tracks import Service
from rooms.model.policy.policy import RoomKind

__all__ = ["SettingsChange", "access_settings", "change_settings"]

_LONGEST_NAME = 200
_MOST_STAFF = 4


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """What is to change; None stays.

    Attributes:
        services: Which kinds of service count as programme time.
        breaks: Whether breaks count.
        min_staff: How many staff a kind of room needs at least, where it is more than one.
    """

    name: str | None = None
    time_zone: str | None = None
    services: frozenset[Service] | None = None
    breaks: bool | None = None
    min_staff: Mapping[RoomKind, int] | None = None


async def access_settings(caller: Caller) -> ClinicRecord:
    """Return the clinic. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.SETTINGS_READ, caller.now)
    async with caller.read() as unit:
        return unit.clinic


async def change_settings(caller: Caller, asked: SettingsChange, version: int) -> ClinicRecord:
    """Change the clinic. Series that are planned keep the zone they were planned in.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``version.other``.
        Invalid: ``settings.name``, ``schedule.zone``, ``settings.min_staff`` (1 to 4).
    """
    check(caller.principal, Action.SETTINGS_WRITE, caller.now)
    checks = {
        ("name", "settings.name"): asked.name is None or _is_name(asked.name),
        ("time_zone", "schedule.zone"): asked.time_zone is None or find_zone(asked.time_zone) is not None,
        ("min_staff", "settings.min_staff"): all(
            1 <= number <= _MOST_STAFF for number in (asked.min_staff or {}).values()
        ),
    }
    if errors := [FieldError(*named) for named, good in checks.items() if not good]:
        raise Invalid(errors)
    async with caller.write() as unit:
        now = unit.clinic
        counting = dict(now.settings.get("counting", {}))
        if asked.services is not None:
            counting["services"] = sorted(asked.services)
        if asked.breaks is not None:
            counting["breaks"] = asked.breaks
        settings = {**now.settings, "counting": counting}
        if asked.min_staff is not None:
            settings["min_staff"] = {kind.value: number for kind, number in asked.min_staff.items()}
        changed = await unit.clinics.change(
            now.id,
            version,
            name=asked.name or now.name,
            time_zone=asked.time_zone or now.time_zone,
            settings=settings,
        )
        if not changed:
            raise Refused("version.other")
        unit.note("settings.change")
    async with caller.read() as unit:
        return unit.clinic


def _is_name(name: str) -> bool:
    return bool(name.strip()) and len(name) <= _LONGEST_NAME and name.isprintable()
