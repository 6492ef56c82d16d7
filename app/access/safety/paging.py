"""Pages somebody: by mail through the outbox, at once and at any hour, and by the clinic's webhook if it has one."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from app.access.mail.pages import Pages
from app.access.safety.on_call import on_call_of
from app.mail.delivery import DeliveryState
from app.mail.messages import Link, StaffNeeded
from app.mail.stored.facts import write_facts
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.mail.records import NewMail
from app.persistence.repositories.safety.alerts import AlertPage
from app.runtime.ids import new_mail_id, new_page_id
from clinic.safety.escalation import Delivery, Page

__all__ = ["CALL_DONE", "CALL_DUE", "CALL_FAILED", "NO_CALL", "USEFUL_FOR", "Pager", "deliveries_of"]

USEFUL_FOR: Final = timedelta(hours=1)
"""A mail that could not leave for that long calls nobody any more."""
_FIRST: Final = timedelta(days=1)
"""Mails leave in the order in which they were due; a page goes before whatever waits."""
NO_CALL: Final = "none"
CALL_DUE: Final = "due"
CALL_DONE: Final = "done"
CALL_FAILED: Final = "failed"
_OPEN_MAIL: Final = frozenset({DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.WAITING})


class Pager:
    """Puts pages into a clinic's unit; they leave when it is committed.

    Args:
        pages: The addresses that stand in mails.
        hurry: Called after the commit: the mail worker sends at once.
        call: Called after the commit: the webhooks are called at once.
    """

    def __init__(self, pages: Pages, hurry: Callable[[], None], call: Callable[[], None]) -> None:
        self._pages = pages
        self._hurry = hurry
        self._call = call

    async def page(self, unit: ClinicUnit, alert: str, page: Page, number: int) -> None:
        """Page somebody about an alert; ``number`` counts its pages."""
        reach = (await unit.reach.find([page.person])).get(page.person)
        mail = None
        if reach is not None and reach.is_staff and not reach.is_archived and reach.email:
            mail = new_mail_id()
            facts = StaffNeeded(Link(self._pages.on_call))
            new = NewMail(
                page.person, facts.kind, write_facts(facts), unit.now - _FIRST, unit.now + USEFUL_FOR, id=mail
            )
            await unit.outbox.add([new], DeliveryState.QUEUED, unit.now)
            unit.afterwards.add(self._hurry)
        webhook = on_call_of(unit.keys, unit.clinic).webhook
        if webhook is not None:
            unit.afterwards.add(self._call)
        made = AlertPage(
            new_page_id(),
            number,
            page.person,
            page.role.value,
            unit.now,
            mail,
            None,
            None,
            NO_CALL if webhook is None else CALL_DUE,
            0,
        )
        await unit.alerts.add_page(alert, made, None if webhook is None else unit.now)


def deliveries_of(pages: Sequence[AlertPage]) -> list[Delivery]:
    """Return what became of each message so far. Somebody without any address was not reached."""
    return [delivery for page in pages for delivery in (_mail(page), *_call(page))]


def _mail(page: AlertPage) -> Delivery:
    if page.mail_state == DeliveryState.SENT:
        return Delivery.DELIVERED
    if page.mail_state not in _OPEN_MAIL:
        return Delivery.FAILED
    # One that waits after an attempt failed for now: the room is told at once, and again should it arrive.
    return Delivery.PENDING if page.mail_reason is None else Delivery.FAILED


def _call(page: AlertPage) -> list[Delivery]:
    if page.call_state == NO_CALL:
        return []
    if page.call_state == CALL_DONE:
        return [Delivery.DELIVERED]
    # As for a mail: one that is tried again has failed for now.
    return [Delivery.FAILED if page.call_state == CALL_FAILED or page.call_attempts else Delivery.PENDING]
