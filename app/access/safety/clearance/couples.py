"""A couple's clearance for those who may read its value: its therapist. Never whose it is, or why."""

from app.access.people.couples import known_couple
from app.access.reading import couple_reader
from app.live.planned.clearances import clearances
from app.persistence.clinic_store import ClinicUnit
from clinic.care_team.reading import Category
from clinic.common.errors import Refused
from clinic.common.ids import CoupleId
from clinic.identity.access import Action, Principal, check
from clinic.safety.clearance import Clearance

__all__ = ["read_clearance"]


async def read_clearance(unit: ClinicUnit, principal: Principal, couple: CoupleId) -> Clearance:
    """Return a couple's clearance.

    Raises:
        Refused: ``access.denied``, ``couple.unknown``; ``access.not_yours``: they may know of the couple, and not this.
    """
    check(principal, Action.PEOPLE_READ, unit.now)
    record = await known_couple(unit, principal, couple)
    if not (await couple_reader(unit, principal, record.unit)).may(Category.CLEARANCE):
        raise Refused("access.not_yours", Category.CLEARANCE)
    unit.note("clearance.read", couple)
    return (await clearances(unit, [record.unit]))[couple]
