"""What leaves by itself, put together: the outbox with what fills it, the mail server, and webhooks."""

import asyncio
from dataclasses import dataclass
from random import SystemRandom

from app.access.mail.notices import MailedNotices
from app.access.mail.pages import Pages
from app.access.mail.upcoming import UpcomingNotices
from app.access.mail.webhooks.delivering import WebhookDeliveries
from app.access.programme.support.asking import CheckInRounds
from app.mail.ports import Clock, MailServer
from app.mail.smtp.mime import Origin
from app.mail.smtp.server import Security, SmtpServer, SmtpSettings
from app.mail.stored.keeping import KeepingServer
from app.mail.stored.outbox import DatabaseOutbox
from app.mail.stored.writer import MailWriter
from app.mail.worker import MailWorker
from app.persistence.clinic_store import ClinicStore
from app.runtime.mail_settings import read_mail_from, read_mail_server
from app.runtime.outbound import Outbound
from app.runtime.settings import Settings

__all__ = ["Mail", "build_mail", "mail_server"]


@dataclass(frozen=True, slots=True)
class Mail:
    """What other parts use of it, and its tasks."""

    notices: MailedNotices
    writer: MailWriter
    worker: MailWorker
    upcoming: UpcomingNotices
    webhooks: WebhookDeliveries
    check_ins: CheckInRounds

    async def run(self) -> None:
        """Send what is due until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.worker.run(), name="mail:worker")
            tasks.create_task(self.upcoming.run(), name="mail:upcoming")
            tasks.create_task(self.webhooks.run(), name="mail:webhooks")
            tasks.create_task(self.check_ins.run(), name="mail:check-ins")


def build_mail(settings: Settings, store: ClinicStore, clock: Clock, outbound: Outbound) -> Mail:
    """Build all of it; nothing is sent before its tasks run."""
    pages = Pages(settings.public_url)
    organizer = f"appointments@{pages.host}"
    if settings.mail_from is not None:
        _, organizer = read_mail_from(settings.mail_from)
    writer = MailWriter(pages.host, organizer)
    outbox = DatabaseOutbox(store, writer)
    worker = MailWorker(outbox, mail_server(settings), clock, SystemRandom().random)
    notices = MailedNotices(pages, worker.wake)
    return Mail(
        notices,
        writer,
        worker,
        UpcomingNotices(store, notices, clock),
        WebhookDeliveries(store, clock, outbound, notices),
        CheckInRounds(store, notices, clock),
    )


def mail_server(settings: Settings) -> MailServer:
    """Return the server of the settings; without one, which only the demo can do, mail is kept."""
    if settings.mail_server is None or settings.mail_from is None:
        return KeepingServer()
    place = read_mail_server(settings.mail_server)
    name, address = read_mail_from(settings.mail_from)
    host = Pages(settings.public_url).host
    password = settings.mail_password
    return SmtpServer(
        SmtpSettings(
            place.host,
            place.port,
            Security(place.security),
            Origin(address, host, name),
            host,
            settings.mail_user,
            password.get_secret_value() if password else None,
        )
    )
