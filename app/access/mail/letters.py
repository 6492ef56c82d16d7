"""What staff see of the outbox: to whom, when, and why not; never what a mail says."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from app.access.callers import Caller
from app.mail.delivery import DELIVERY, DeliveryEvent, DeliveryState
from app.mail.ports import QueuedMail
from app.mail.stored.writer import MailWriter
from app.mail.wording import MailKind
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.mail.records import ListedMail, SealedMail
from clinic.common.errors import Refused
from clinic.identity.access import Action, check

__all__ = ["DEMO_MAILS", "MailList", "access_demo_mails", "access_mails", "send_again"]

DEMO_MAILS = 50
"""Mails on the demo's page."""


class MailList(StrEnum):
    """Which mails are listed."""

    DEAD = "dead"
    """They could not be sent."""
    WAITING = "waiting"
    """Their time has not come, or they are tried again."""
    SENT = "sent"


async def access_mails(
    caller: Caller, wanted: MailList, place: tuple[datetime, str] | None, limit: int
) -> list[ListedMail]:
    """Return mails of the clinic: the next due first, or the latest that were sent or failed.

    Args:
        place: The time and the id of the last mail of the page before.

    Raises:
        Refused: ``access.denied``.
    """
    check(caller.principal, Action.MAIL_READ, caller.now)
    async with caller.read() as unit:
        if wanted is MailList.WAITING:
            found = await unit.outbox.page_open(place, limit)
        else:
            found = await unit.outbox.page_done(DeliveryState(wanted), place, limit)
        unit.note("mail.list", *sorted({mail.person for mail in found}), state=wanted)
        return found


async def send_again(caller: Caller, mail: str, wake: Callable[[], None]) -> None:
    """Let a dead letter be sent again, to the address that its person has now.

    Raises:
        Refused: ``access.denied``; ``mail.unknown``; ``mail.not_dead``: it was sent, or waits; ``mail.late``: it would
            be of no use; ``mail.superseded``: the appointment it tells of was changed.
    """
    check(caller.principal, Action.MAIL_READ, caller.now)
    async with caller.write() as unit:
        stored = await unit.outbox.find(mail)
        if stored is None:
            raise Refused("mail.unknown")
        await _check_again(unit, stored)
        state = DELIVERY.after(DeliveryState(stored.state), DeliveryEvent.REVIVED)
        await unit.outbox.revive(mail, state, unit.now)
        unit.note("mail.again", mail, stored.person)
        unit.afterwards.add(wake)


async def access_demo_mails(caller: Caller, writer: MailWriter) -> list[tuple[SealedMail, QueuedMail]]:
    """Return the newest mails that were sent, with all they say. Only the demo has a page for it.

    Raises:
        Refused: ``access.denied``.
    """
    check(caller.principal, Action.MAIL_READ, caller.now)
    async with caller.read() as unit:
        found = await unit.outbox.newest([DeliveryState.SENT], DEMO_MAILS)
        unit.note("mail.read", *sorted({each.mail.person for each in found}))
        written = [(each.mail, writer.write(each)) for each in found]
        return [(mail, whole) for mail, whole in written if whole is not None]


async def _check_again(unit: ClinicUnit, mail: SealedMail) -> None:
    if mail.state != DeliveryState.DEAD:
        raise Refused("mail.not_dead")
    if mail.useful_until is not None and unit.now >= mail.useful_until:
        raise Refused("mail.late")
    if mail.appointment is None or mail.kind == MailKind.APPOINTMENT_CANCELLED:
        return
    time = await unit.upcoming.time_of(mail.appointment, mail.person)
    if time is None or time.sequence != mail.sequence:
        raise Refused("mail.superseded")
