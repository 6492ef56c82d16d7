"""Couples' clearance as it is stored, and who of a room waits for it.

The queries are the same whatever was decided and about whom: neither what a page is answered nor the work behind it
may tell one partner from the other.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.clinics import ClinicRecord
from app.persistence.repositories.safety.clearance import read_instrument, write_instrument
from clinic.common.ids import CoupleId, PersonId
from clinic.people.couples import CoupleUnit, couple_of
from clinic.safety.clearance import (
    CONJOINT,
    REVIEW_DAYS,
    Clearance,
    ClearanceSettings,
    Value,
    clearance_of,
)
from clinic.safety.screening import HITS
from rooms.model.people import Role, RoomSetup

__all__ = ["Uncleared", "clearances", "settings_of", "settings_with", "uncleared"]

_SETTING: Final = "clearance"


def settings_of(clinic: ClinicRecord) -> ClearanceSettings:
    """Return what the clinic has chosen; the careful defaults where it has chosen nothing."""
    stored: dict[str, Any] = clinic.settings.get(_SETTING, {})
    instrument = stored.get("instrument")
    return ClearanceSettings(
        stored.get("asks", True),
        stored.get("review_days", REVIEW_DAYS),
        read_instrument(instrument) if instrument else HITS,
    )


def settings_with(clinic: ClinicRecord, chosen: ClearanceSettings) -> dict[str, Any]:
    """Return the clinic's settings with these in them."""
    stored = {
        "asks": chosen.asks,
        "review_days": chosen.review_days,
        "instrument": write_instrument(chosen.instrument),
    }
    return {**clinic.settings, _SETTING: stored}


async def clearances(unit: ClinicUnit, couples: Collection[CoupleUnit]) -> Mapping[CoupleId, Clearance]:
    """Return the clearance of each of these couples, in one query."""
    decided = await unit.clearance.decisions([couple.id for couple in couples])
    chosen = settings_of(unit.clinic)
    return {
        couple.id: clearance_of(couple, decided.get(couple.id, ()), chosen, unit.now) for couple in couples
    }


@dataclass(frozen=True, slots=True)
class Uncleared:
    """The clients of a session who wait until their couple is cleared: always both partners, or neither.

    Attributes:
        until: When the first of the other couples has to be looked at again; None if none has.
    """

    people: frozenset[PersonId] = frozenset()
    until: datetime | None = None


async def uncleared(unit: ClinicUnit, setup: RoomSetup) -> Uncleared:
    """Return who waits for clearance. Who is in no couple waits, too: nobody could have cleared them."""
    if setup.policy.kind.value not in CONJOINT or not settings_of(unit.clinic).asks:
        return Uncleared()
    members = [PersonId(each.id) for each in setup.people.values() if each.role is Role.MEMBER]
    known = await unit.couples.of(members)
    couples = {person: couple_of(person, known, unit.now) for person in members}
    found = await clearances(unit, [couple for couple in couples.values() if couple])
    waiting = frozenset(
        person
        for person, couple in couples.items()
        if couple is None or found[couple.id].value is not Value.CLEARED
    )
    return Uncleared(waiting, min((each.until for each in found.values() if each.until), default=None))
