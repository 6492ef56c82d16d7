from app.mail.delivery import Verdict
from app.mail.ports import Content, MailId, QueuedMail
from app.mail.stored.keeping import KeepingServer
from tests.app.mail.outbox import START


async def test_every_mail_counts_as_sent() -> None:
    async with KeepingServer().connect() as connection:
        mail = QueuedMail(MailId("ml_1"), 1, "ana@example.net", Content("Appointment", "Hello"))
        assert (await connection.send(mail, START)).verdict is Verdict.ACCEPTED
