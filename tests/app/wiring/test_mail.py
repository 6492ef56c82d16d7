"""Mail from the transaction that causes it to the mail server, on both databases; and what the settings make of it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.mail.delivery import RetryRules
from app.mail.smtp.server import Security, SmtpServer, SmtpSettings, Timeouts
from app.mail.stored.keeping import KeepingServer
from app.mail.worker import MailWorker, Pace
from app.persistence.models.mail import OutboxRow
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from app.runtime.outbound import Outbound
from app.runtime.settings import Settings
from app.wiring.mail import Mail, build_mail, mail_server
from clinic.common.ids import PersonId
from tests.app.mail.smtp.test_server import ORIGIN
from tests.app.runtime.test_settings import PRODUCTION
from tests.support.mail.clinic import HERE, SYSTEM, MailClinic, open_mail_clinic
from tests.support.mail.server import HANG, HANG_UP, HOST, TestMailServer, serve
from tests.support.rooms.fakes import FakeClock
from tests.support.rooms.setups import START

pytestmark = pytest.mark.threads

NOW = to_datetime(START)
LINK = "https://meet.example.org/welcome#k"
PEOPLE = [PersonId(f"pt_{number}") for number in range(8)]
MOMENT = timedelta(milliseconds=2)
PACE = Pace(longest_rest=10 * MOMENT, first_retreat=MOMENT, longest_retreat=2 * MOMENT)
QUICK = RetryRules(first=MOMENT, longest=MOMENT)


class Post:
    """A clinic, its outbox in the database, and workers that send to a port."""

    def __init__(self, clinic: MailClinic, mail: Mail, clock: FakeClock) -> None:
        self.clinic = clinic
        self.mail = mail
        self.clock = clock

    async def invite(self, *people: PersonId) -> None:
        async with self.clinic.store.write(HERE, SYSTEM, to_datetime(self.clock.now())) as unit:
            for person in people:
                await self.mail.notices.invite(unit, person, LINK)

    async def states(self) -> Counter[str]:
        async with self.clinic.database.transaction(writes=False) as session:
            return Counter(await session.scalars(select(OutboxRow.state)))

    async def until(self, condition: Callable[[Counter[str]], bool]) -> None:
        """Wait for states of the outbox; meanwhile time passes, so that what waits becomes due."""
        async with asyncio.timeout(60):
            while not condition(await self.states()):
                self.clock.time += 1
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def working(self, port: int, workers: int = 1) -> AsyncIterator[None]:
        timeouts = Timeouts(connect_s=1, reply_s=0.5, message_s=2, quit_s=0.5)
        settings = SmtpSettings(HOST, port, Security.NONE, ORIGIN, "meet.example.org", timeouts=timeouts)
        async with asyncio.TaskGroup() as tasks:
            running = [
                tasks.create_task(
                    MailWorker(
                        self.mail.worker._outbox, SmtpServer(settings), self.clock, lambda: 0.5, QUICK, PACE
                    ).run()
                )
                for _ in range(workers)
            ]
            yield
            for each in running:
                each.cancel()


@pytest.fixture
async def post(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Post]:
    clinic = await open_mail_clinic(database, NOW)
    for person in PEOPLE:
        await clinic.add_person(person, NOW)
    clock, outbound = FakeClock(), Outbound(allow_loopback=False)
    yield Post(clinic, build_mail(Settings(), clinic.store, clock, outbound), clock)
    await outbound.close()


def recipients(server: TestMailServer) -> Counter[str]:
    return Counter(address for envelope in server.mails for address in envelope.rcpt_tos)


EVERYBODY = Counter(f"{person.removeprefix('pt_')}@example.net" for person in PEOPLE)


async def test_two_workers_deliver_every_mail_once(post: Post) -> None:
    await post.invite(*PEOPLE)
    async with serve() as server:
        async with post.working(server.port, workers=2):
            await post.until(lambda states: states == {"sent": 8})
        assert recipients(server) == EVERYBODY
        assert all(LINK in message.get_content() for message in server.messages())


async def test_while_the_server_is_away_nothing_is_lost(post: Post) -> None:
    await post.invite(*PEOPLE)
    async with serve() as server:
        port = server.port
    async with post.working(port):
        await post.until(lambda states: states == {"waiting": 8})
    # What the worker had in hand when it ended comes back when its lease ends.
    post.clock.time += PACE.lease.total_seconds()
    async with serve() as server:
        async with post.working(server.port):
            await post.until(lambda states: states == {"sent": 8})
        assert recipients(server) == EVERYBODY


async def test_a_slow_server_and_one_that_hangs_up_cost_only_time(post: Post) -> None:
    await post.invite(*PEOPLE)
    answers = TestMailServer(recipients={"1@example.net": HANG_UP}, data={"2@example.net": HANG})
    async with serve(answers) as server:
        async with post.working(server.port):
            await post.until(lambda states: states["sent"] >= 5 and states["waiting"] >= 1)
            answers.recipients.clear()
            answers.data.clear()
            await post.until(lambda states: states == {"sent": 8})
        assert recipients(server) == EVERYBODY


async def test_one_refused_address_is_a_dead_letter_and_goes_out_when_it_was_mended(post: Post) -> None:
    await post.invite(*PEOPLE)
    answers = TestMailServer(recipients={"3@example.net": "550 5.1.1 unknown"})
    async with serve(answers) as server:
        async with post.working(server.port):
            await post.until(lambda states: states == {"sent": 7, "dead": 1})
            async with post.clinic.store.write(HERE, SYSTEM, NOW) as unit:
                (dead,) = await unit.outbox.page_done("dead", None, 10)
                assert (dead.person, dead.reason, dead.status) == ("pt_3", "no_such_address", "5.1.1")
                answers.recipients.clear()
                await unit.outbox.revive(dead.id, "queued", to_datetime(post.clock.now()))
            await post.until(lambda states: states == {"sent": 8})
        assert recipients(server) == EVERYBODY


async def test_a_worker_that_dies_while_sending_repeats_the_same_mail_at_most(post: Post) -> None:
    await post.invite(PEOPLE[0])
    answers = TestMailServer(data={"0@example.net": HANG})
    async with serve(answers) as server:
        async with post.working(server.port):
            await post.until(lambda states: states == {"sending": 1})
        answers.data.clear()
        post.clock.time += PACE.lease.total_seconds()
        async with post.working(server.port):
            await post.until(lambda states: states == {"sent": 1})
        assert len({message["Message-ID"] for message in server.messages()}) == 1


async def test_a_commit_wakes_the_worker(post: Post) -> None:
    woken = post.mail.worker._added
    assert not woken.is_set()
    await post.invite(PEOPLE[0])
    assert woken.is_set()


def test_without_a_mail_server_the_demo_keeps_its_mail() -> None:
    assert isinstance(mail_server(Settings()), KeepingServer)


def test_the_settings_lead_to_a_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    signs_in = {"MAIL_SERVER": "starttls://mail.example", "MAIL_USER": "attune", "MAIL_PASSWORD": "of nobody"}
    for name, value in (PRODUCTION | signs_in).items():
        monkeypatch.setenv(f"ATTUNE_{name}", value)
    server = mail_server(Settings())
    assert isinstance(server, SmtpServer)
    found = server._settings
    assert (found.host, found.port, found.security) == ("mail.example", 587, Security.STARTTLS)
    assert (found.origin.name, found.origin.address) == ("Appointments", "appointments@clinic.example")
    assert (found.hello_name, found.username, found.password) == (
        "attune.clinic.example",
        "attune",
        "of nobody",
    )
