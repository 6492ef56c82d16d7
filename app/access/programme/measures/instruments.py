"""The instruments of a clinic: those of the release, and files that it brings with a statement about their licence."""

from datetime import date

from app.access.clinic_day import today
from app.access.programme.measures.catalogue import Catalogue, catalogue
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.safety.measures.measures import StoredInstrument
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.identity.access import Action, Principal, check
from clinic.measures.files import InstrumentFileWrong, parse_instrument
from clinic.measures.slots import Licence, licence_problems, slot_problem
from clinic.people.fields.text import tidy

__all__ = ["bring_instrument", "list_instruments"]


async def list_instruments(unit: ClinicUnit, principal: Principal) -> Catalogue:
    """Return what the clinic has. Raises Refused: ``access.denied``."""
    check(principal, Action.POLICIES_READ, unit.now)
    return await catalogue(unit)


async def bring_instrument(
    unit: ClinicUnit, principal: Principal, content: str, holder: str, until: date | None, *, licensed: bool
) -> Catalogue:
    """Keep a file of an instrument that needs a licence. A better file, or a longer licence, is another version.

    Args:
        holder: Who gave the licence.
        licensed: The principal states that the clinic may use it, in this way and until then.

    Raises:
        Refused: ``access.denied``; ``measures.version``: the file's version is not newer than what is there.
        Invalid: ``measures.file``: the file cannot be read; `slot_problem`, `licence_problems`;
            ``measures.licensed``: that is not stated.
    """
    check(principal, Action.POLICIES_WRITE, unit.now)
    tidied = tidy(holder)
    errors = licence_problems(tidied, until, today(unit))
    if not licensed:
        errors.append(FieldError("licensed", "measures.licensed"))
    try:
        found = parse_instrument(content)
    except InstrumentFileWrong:
        raise Invalid([*errors, FieldError("file", "measures.file")]) from None
    if code := slot_problem(found):
        errors.append(FieldError("file", code))
    if errors:
        raise Invalid(errors)
    there = await catalogue(unit)
    if any(key == found.key and version >= found.version for key, version in there.instruments):
        raise Refused("measures.version")
    licence = Licence(tidied, until, principal.person)
    await unit.measures.add_instrument(StoredInstrument(found.key, found.version, content, licence), unit.now)
    unit.note("measure_instrument.add", instrument=found.key, version=found.version)
    return await catalogue(unit)
