"""Whether a clinic's sessions of couples wait for clearance, how long a screening counts, and what is asked in one."""

from dataclasses import replace

from app.access.callers import Caller
from app.live.planned.clearances import settings_of, settings_with
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.identity.access import Action, check
from clinic.people.fields.text import tidy
from clinic.safety.clearance import CONJOINT, REVIEW_RANGE, ClearanceSettings
from clinic.safety.screening import Instrument, check_instrument
from rooms.model.ids import RoomId

__all__ = ["access_settings", "keep_settings"]


async def access_settings(caller: Caller) -> tuple[ClearanceSettings, int]:
    """Return what the clinic has chosen, and the version of its settings. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.POLICIES_READ, caller.now)
    async with caller.read() as unit:
        return settings_of(unit.clinic), unit.clinic.version


async def keep_settings(
    caller: Caller, asked: ClearanceSettings, version: int
) -> tuple[ClearanceSettings, int, list[RoomId]]:
    """Change what the clinic has chosen.

    Returns:
        It, the settings' new version, and the open rooms in which others may have to wait now.

    Raises:
        Refused: ``access.denied``, ``version.other``.
        Invalid: ``clearance.review_days``; what `check_instrument` finds, its fields behind ``instrument.``.
    """
    check(caller.principal, Action.POLICIES_WRITE, caller.now)
    chosen = replace(asked, instrument=_tidy(asked.instrument))
    errors = [
        FieldError(f"instrument.{each.field}", each.code) for each in check_instrument(chosen.instrument)
    ]
    if not REVIEW_RANGE[0] <= chosen.review_days <= REVIEW_RANGE[1]:
        errors.append(FieldError("review_days", "clearance.review_days"))
    if errors:
        raise Invalid(errors)
    async with caller.write() as unit:
        now = unit.clinic
        if not await unit.clinics.change(
            now.id, version, name=now.name, time_zone=now.time_zone, settings=settings_with(now, chosen)
        ):
            raise Refused("version.other")
        unit.note("clearance.settings", asks=chosen.asks, review_days=chosen.review_days)
        rooms = await unit.safety.open_sessions(CONJOINT, unit.now)
    return chosen, version + 1, rooms


def _tidy(instrument: Instrument) -> Instrument:
    return replace(
        instrument, title=tidy(instrument.title), items=tuple(tidy(each) for each in instrument.items)
    )
