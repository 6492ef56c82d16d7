"""Tells people by mail: of links to sign in with, of new devices, of their appointments.

Mails are written into the outbox in the transaction of what they tell, and leave only if it is committed. Each goes to
the person's safe channel alone, within their safe times.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from app.access.mail.appointments import (
    Meeting,
    Told,
    is_early,
    last_told,
    mails_of_cancelling,
    mails_of_planning,
)
from app.access.mail.pages import Pages
from app.auth.one_time import make_secret
from app.mail.delivery import DeliveryState, Reason
from app.mail.messages import (
    EmergencyAccess,
    Facts,
    HandedOver,
    Invitation,
    Link,
    NewDeviceNotice,
    OwnPage,
    SignInRecovery,
    StaffInvitation,
    TaskWaiting,
    WebhookOff,
)
from app.mail.stored.contacts import read_contact
from app.mail.stored.facts import write_facts
from app.mail.wording import MailKind
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.identity.links import NewLink
from app.persistence.repositories.mail.feeds import PlannedTime
from app.persistence.repositories.mail.reach import Reach
from app.persistence.repositories.mail.records import NewMail, SealedMail
from app.runtime.ids import new_link_id, new_mail_id
from clinic.common.ids import AppointmentId, PersonId
from clinic.identity.links import HOLDS_FOR, LinkPurpose, issue_link
from clinic.identity.links import Link as OneTimeLink
from clinic.schedule.opening import closing

__all__ = ["MailedNotices"]

_NEWS_FOR: Final = timedelta(days=7)
_HANDED_OVER_FOR: Final = timedelta(hours=12)
"""That long a sign-in on a new device, or an emergency access, is worth telling."""
_DAILY: Final = timedelta(days=1)
_INVITATIONS: Final = (MailKind.INVITATION, MailKind.STAFF_INVITATION)
_Write = Callable[[PlannedTime, Reach, Told | None, datetime], Iterable[NewMail]]


class MailedNotices:
    """Puts mails into the outbox of a clinic's unit.

    Args:
        pages: The addresses that stand in mails.
        wake: Called after the commit: the worker looks at the outbox at once.
    """

    def __init__(self, pages: Pages, wake: Callable[[], None]) -> None:
        self.pages = pages
        self.wake = wake

    async def invite(self, unit: ClinicUnit, person: PersonId, url: str) -> bool:
        """Send a link to set up an account, in the place of those not sent yet; return whether it will be sent."""
        await self.withdraw_invitations(unit, person)
        reach = (await unit.reach.find([person])).get(person)
        if reach is None:
            return False
        expires = unit.now + HOLDS_FOR[LinkPurpose.INVITATION]
        made = StaffInvitation if reach.is_staff else Invitation
        return await self._send(unit, reach, made(Link(url), expires), expires)

    async def withdraw_invitations(self, unit: ClinicUnit, person: PersonId) -> None:
        """Take back invitations to a person that were not sent yet."""
        dropped, reason = DeliveryState.DROPPED, Reason.SUPERSEDED
        await unit.outbox.call_back_kinds(person, _INVITATIONS, dropped, reason, unit.now)

    async def recovery(self, unit: ClinicUnit, person: PersonId, url: str) -> bool:
        """Send a link to set new credentials; return whether it will be sent."""
        reach = (await unit.reach.find([person])).get(person)
        if reach is None:
            return False
        expires = unit.now + HOLDS_FOR[LinkPurpose.RESET]
        return await self._send(unit, reach, SignInRecovery(Link(url), expires), expires)

    async def new_device(self, unit: ClinicUnit, person: PersonId) -> bool:
        """Tell a person that somebody signed in as them on a new device; return whether it will be sent."""
        reach = (await unit.reach.find([person])).get(person)
        if reach is None:
            return False
        return await self._send(
            unit, reach, NewDeviceNotice(unit.now, Link(self.pages.devices)), unit.now + _NEWS_FOR
        )

    async def emergency_access(self, unit: ClinicUnit, person: PersonId) -> bool:
        """Tell a clinical director to review an emergency access; return whether it will be sent."""
        reach = (await unit.reach.find([person])).get(person)
        if reach is None:
            return False
        return await self._send(
            unit, reach, EmergencyAccess(unit.now, Link(self.pages.audit)), unit.now + _NEWS_FOR
        )

    async def webhook_off(self, unit: ClinicUnit, person: PersonId) -> bool:
        """Tell an administrator that a webhook is off; return whether it will be sent."""
        reach = (await unit.reach.find([person])).get(person)
        if reach is None:
            return False
        return await self._send(
            unit, reach, WebhookOff(unit.now, Link(self.pages.webhooks)), unit.now + _NEWS_FOR
        )

    async def handed_over(self, unit: ClinicUnit, person: PersonId, session: AppointmentId) -> bool:
        """Tell somebody on call, at any hour, that a session is handed over to them; return whether it will be sent."""
        reach = (await unit.reach.find([person])).get(person)
        if reach is None or not reach.is_staff or reach.is_archived or not reach.email:
            return False
        facts = HandedOver(Link(self.pages.departures(session)))
        until = unit.now + _HANDED_OVER_FOR
        await self._queue(unit, [NewMail(person, facts.kind, write_facts(facts), unit.now, until)])
        return True

    async def task_waiting(self, unit: ClinicUnit, person: PersonId, after: timedelta) -> str | None:
        """Tell a member of staff, at any hour, that somebody has to be talked with today.

        Args:
            after: The mail leaves that much later, unless it is called back.

        Returns:
            The mail's id; None if it cannot be sent.
        """
        reach = (await unit.reach.find([person])).get(person)
        if reach is None or not reach.is_staff or reach.is_archived or not reach.email:
            return None
        facts = TaskWaiting(Link(self.pages.follow_ups))
        mail, due = new_mail_id(), unit.now + after
        new = NewMail(person, facts.kind, write_facts(facts), due, due + _HANDED_OVER_FOR, id=mail)
        await self._queue(unit, [new])
        return mail

    async def own_page(self, unit: ClinicUnit, person: PersonId, *, at_most_daily: bool = False) -> bool:
        """Tell a client that there is something on their own page, in the place of the same mail not sent yet.

        Args:
            at_most_daily: Do nothing if they were told within a day.

        Returns:
            Whether it will be sent.
        """
        reach = (await unit.reach.find([person])).get(person)
        facts = OwnPage(Link(self.pages.staying_connected))
        since = unit.now - _DAILY
        if reach is None or (at_most_daily and await unit.outbox.was_written(person, facts.kind, since)):
            return False
        dropped, reason = DeliveryState.DROPPED, Reason.SUPERSEDED
        await unit.outbox.call_back_kinds(person, (facts.kind,), dropped, reason, unit.now)
        return await self._send(unit, reach, facts, unit.now + _NEWS_FOR)

    async def planned(self, unit: ClinicUnit, meetings: Sequence[Meeting]) -> None:
        """Tell people of appointments they take part in, as these are now: planned, moved, or they were added.

        What was to be sent of them before is taken back, reminders included. Clients' mails hold a link by which they
        sign in with their PIN until the session ends; staff have other proofs, and are sent to the front page.
        """

        links: list[NewLink] = []

        def write(time: PlannedTime, reach: Reach, told: Told | None, now: datetime) -> list[NewMail]:
            if is_early(time, told, now):
                # Of most sessions of a series: no secret is made for a mail that nobody gets.
                return []
            if reach.is_staff:
                return list(mails_of_planning(time, reach, told, self.pages.front, now))
            secret = make_secret()
            mails = list(mails_of_planning(time, reach, told, self.pages.entrance(secret.text), now))
            if mails:
                links.append(NewLink(new_link_id(), _entrance_link(unit, time, reach.person), secret.hashed))
            return mails

        await self._tell(unit, meetings, write)
        await unit.links.add(links)

    async def moved(self, unit: ClinicUnit, meetings: Sequence[Meeting]) -> None:
        """Do as ``planned``: who knows the hours before is told both."""
        await self.planned(unit, meetings)

    async def cancelled(self, unit: ClinicUnit, meetings: Sequence[Meeting]) -> None:
        """Tell people that appointments do not take place, or not with them."""
        await self._tell(unit, meetings, mails_of_cancelling)

    async def _tell(self, unit: ClinicUnit, meetings: Sequence[Meeting], write: _Write) -> None:
        """Replace what is to be sent about these appointments; four queries, however many there are."""
        stored = await unit.outbox.of_appointments({meeting.time.id for meeting in meetings})
        reach = await unit.reach.find({person for meeting in meetings for person in meeting.people})
        histories: dict[tuple[AppointmentId | None, PersonId], list[SealedMail]] = defaultdict(list)
        for mail in stored:
            histories[mail.appointment, mail.person].append(mail)
        old: list[str] = []
        new: list[NewMail] = []
        for meeting in meetings:
            for person in meeting.people:
                history = histories[meeting.time.id, person]
                old += [mail.id for mail in history]
                if person in reach:
                    new += write(meeting.time, reach[person], last_told(history), unit.now)
        await unit.outbox.call_back(old, DeliveryState.DROPPED, Reason.SUPERSEDED, unit.now)
        await self._queue(unit, new)

    async def _send(self, unit: ClinicUnit, reach: Reach, facts: Facts, useful_until: datetime) -> bool:
        due = read_contact(reach).next_safe(unit.now)
        if due is None or due >= useful_until:
            return False
        await self._queue(unit, [NewMail(reach.person, facts.kind, write_facts(facts), due, useful_until)])
        return True

    async def _queue(self, unit: ClinicUnit, mails: Collection[NewMail]) -> None:
        await unit.outbox.add(mails, DeliveryState.QUEUED, unit.now)
        if mails:
            unit.afterwards.add(self.wake)


def _entrance_link(unit: ClinicUnit, time: PlannedTime, person: PersonId) -> OneTimeLink:
    closes = closing(time.ends_at)
    return issue_link(unit.clinic.id, person, LinkPurpose.SESSION, unit.now, session_ends_at=closes)
