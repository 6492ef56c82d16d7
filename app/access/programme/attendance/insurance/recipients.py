"""The organisations that a clinic's records may go to: payers, and whoever keeps the charts."""

from dataclasses import replace

from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_recipient_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import RecipientId
from clinic.consents.recipients import Recipient, RecipientKind, check_recipient
from clinic.identity.access import Action, Principal, check

__all__ = ["add_recipient", "change_recipient", "list_recipients", "named_payer", "named_recipient"]


async def list_recipients(unit: ClinicUnit, principal: Principal) -> list[Recipient]:
    """Return the organisations by name, archived ones too. Raises Refused: ``access.denied``."""
    check(principal, Action.PROGRAMME_READ, unit.now)
    return await unit.recipients.all()


async def add_recipient(unit: ClinicUnit, principal: Principal, name: str, kind: RecipientKind) -> Recipient:
    """Add an organisation.

    Raises:
        Refused: ``access.denied``.
        Invalid: What is wrong with its name.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    made = Recipient(new_recipient_id(), check_recipient(name), kind)
    await unit.recipients.add(made)
    unit.note("recipient.add", made.id, kind=kind.value)
    return made


async def change_recipient(
    unit: ClinicUnit,
    principal: Principal,
    recipient: RecipientId,
    name: str | None,
    version: int,
    *,
    archived: bool | None,
) -> Recipient:
    """Rename an organisation, archive it, or take it back; None leaves what is there.

    Raises:
        Refused: ``access.denied``, ``recipient.unknown``, ``version.other``.
        Invalid: What is wrong with its name.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    known = await unit.recipients.find(recipient)
    if known is None:
        raise Refused("recipient.unknown")
    since = known.archived_at
    if archived is not None:
        since = (known.archived_at or unit.now) if archived else None
    changed = replace(
        known,
        name=known.name if name is None else check_recipient(name),
        archived_at=since,
        version=version,
    )
    if not await unit.recipients.change(changed):
        raise Refused("version.other")
    unit.note("recipient.change", recipient, archived=since is not None)
    return replace(changed, version=version + 1)


async def named_recipient(unit: ClinicUnit, field: str, recipient: RecipientId) -> Recipient:
    """Return the organisation, not archived, that a form names. Raises Invalid: ``field.unknown``."""
    known = await unit.recipients.find(recipient)
    if known is None or known.archived_at is not None:
        raise Invalid([FieldError(field, "field.unknown")])
    return known


async def named_payer(
    unit: ClinicUnit, field: str, payer: RecipientId, former: RecipientId | None = None
) -> Recipient:
    """Return the payer that a form names; one that was named there before may be archived meanwhile.

    Raises Invalid: ``field.unknown``.
    """
    known = await unit.recipients.find(payer)
    is_open = known is not None and (known.archived_at is None or payer == former)
    if known is None or not is_open or known.kind is not RecipientKind.PAYER:
        raise Invalid([FieldError(field, "field.unknown")])
    return known
