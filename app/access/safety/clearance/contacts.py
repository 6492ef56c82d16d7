"""Whether a client's contact for emergencies is the partner, who may be the danger while the couple is not cleared."""

from app.live.planned.clearances import clearances
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from clinic.people.couples import CoupleUnit
from clinic.safety.clearance import Value
from clinic.safety.crisis_card import is_partner

__all__ = ["is_cleared", "is_contact_partner"]


async def is_contact_partner(unit: ClinicUnit, client: PersonRecord, couple: CoupleUnit | None) -> bool:
    """Return whether the client's contact for emergencies seems to be the partner, by relation, telephone or name."""
    names, phone = frozenset[str](), ""
    if couple is not None:
        (partner,) = (one for one in couple.partners if one != client.id)
        known = await unit.people.find(partner)
        if known is not None:
            names, phone = frozenset({known.fields.display_name, known.fields.legal_name}), known.fields.phone
    return is_partner(client.fields.emergency, names, phone)


async def is_cleared(unit: ClinicUnit, couple: CoupleUnit) -> bool:
    """Return whether both partners are cleared."""
    return (await clearances(unit, [couple]))[couple.id].value is Value.CLEARED
