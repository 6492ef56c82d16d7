import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.mail.delivery import DeliveryState, Limits, Outcome, Reason, RetryRules, Verdict
from app.mail.ports import MailServer, QueuedMail
from app.mail.smtp.server import Security, SmtpServer, SmtpSettings, Timeouts
from app.mail.worker import MailWorker, Pace
from tests.app.mail.draws import DAY, HOUR, MINUTE, SAFE_TIMES, office_hours
from tests.app.mail.outbox import ACCEPTED, START, Clock, MemoryOutbox, ScriptedServer
from tests.app.mail.smtp.test_server import ORIGIN
from tests.support.mail.server import HANG, HANG_UP, HOST, TestMailServer, serve

BUSY = Outcome(Verdict.TEMPORARY, Reason.BUSY, "4.2.0")
GONE = Outcome(Verdict.PERMANENT, Reason.NO_SUCH_ADDRESS, "5.1.1")
AWAY = Outcome(Verdict.TEMPORARY, Reason.SERVER_AWAY, server_wide=True)
MOMENT = timedelta(milliseconds=1)
PACE = Pace(
    batch=10, longest_rest=timedelta(milliseconds=20), first_retreat=MOMENT, longest_retreat=2 * MOMENT
)
ENDED = {DeliveryState.SENT, DeliveryState.DEAD, DeliveryState.DROPPED}


@pytest.fixture
def outbox() -> MemoryOutbox:
    return MemoryOutbox(Clock())


@asynccontextmanager
async def running(outbox: MemoryOutbox, server: MailServer, pace: Pace = PACE) -> AsyncIterator[MailWorker]:
    worker = MailWorker(outbox, server, outbox.clock, lambda: 0.5, RetryRules(), pace)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(worker.run())
        yield worker
        task.cancel()


async def finish(outbox: MemoryOutbox, server: MailServer, pace: Pace = PACE) -> None:
    """Run until every mail has come to an end; time jumps to whatever is due next."""
    outbox.jumps = True
    async with running(outbox, server, pace):
        await outbox.until(lambda: outbox.states() <= ENDED)


async def test_due_mails_are_sent_in_bounded_batches_over_a_few_connections(outbox: MemoryOutbox) -> None:
    for number in range(25):
        outbox.add(f"ml_{number}")
    server = ScriptedServer()
    await finish(outbox, server)
    assert Counter(name for name, _ in server.sent) == Counter({f"ml_{number}": 1 for number in range(25)})
    assert outbox.states() == {DeliveryState.SENT}
    assert max(outbox.claims) == 10
    assert server.most_open == PACE.connections
    assert server.open == 0


async def test_a_mail_waits_for_its_time(outbox: MemoryOutbox) -> None:
    outbox.add("ml_1", due=START + HOUR)
    server = ScriptedServer()
    await finish(outbox, server)
    assert server.sent == [("ml_1", START + HOUR)]


async def test_a_refused_address_is_dead_at_once_and_the_others_are_sent(
    outbox: MemoryOutbox, caplog: pytest.LogCaptureFixture
) -> None:
    gone, good = outbox.add("ml_1"), outbox.add("ml_2")
    await finish(outbox, ScriptedServer({"ml_1": [GONE]}))
    assert (gone.state, good.state) == (DeliveryState.DEAD, DeliveryState.SENT)
    (line,) = [record for record in caplog.records if record.msg == "mail.dead"]
    assert (vars(line)["reason"], vars(line)["code"]) == ("no_such_address", "5.1.1")
    assert "example.net" not in caplog.text


async def test_a_busy_server_is_tried_again_later(outbox: MemoryOutbox) -> None:
    row = outbox.add("ml_1")
    server = ScriptedServer({"ml_1": [BUSY, BUSY]})
    await finish(outbox, server)
    assert row.state is DeliveryState.SENT
    assert [at - START for _, at in server.sent] == [timedelta(0), MINUTE, 3 * MINUTE]


async def test_a_server_that_stays_away_makes_a_dead_letter_after_a_day(outbox: MemoryOutbox) -> None:
    row = outbox.add("ml_1")
    server = ScriptedServer({"ml_1": [AWAY] * 20})
    await finish(outbox, server)
    assert row.state is DeliveryState.DEAD
    assert len(server.sent) == RetryRules().attempts
    assert 23 * HOUR < server.sent[-1][1] - START < 25 * HOUR


async def test_a_server_that_is_away_is_tried_once_for_the_whole_batch(outbox: MemoryOutbox) -> None:
    rows = [outbox.add(f"ml_{number}") for number in range(10)]
    server = ScriptedServer({f"ml_{number}": [AWAY] for number in range(10)})
    async with running(outbox, server, replace(PACE, connections=1)):
        await outbox.until(lambda: outbox.states() == {DeliveryState.WAITING})
    assert len(server.sent) == 1
    assert {row.settled[0].reason for row in rows} == {Reason.SERVER_AWAY}


async def test_a_reminder_is_not_sent_after_its_time(outbox: MemoryOutbox) -> None:
    row = outbox.add("ml_1", Limits(useful_until=START + 10 * MINUTE))
    server = ScriptedServer({"ml_1": [BUSY] * 20})
    await finish(outbox, server)
    assert row.state is DeliveryState.DROPPED
    assert server.sent[-1][1] < START + 10 * MINUTE


async def test_a_mail_is_not_sent_at_an_unsafe_hour(outbox: MemoryOutbox) -> None:
    night = START + 12 * HOUR
    outbox.add("ml_1", Limits(safe_times=office_hours()), night)
    server = ScriptedServer()
    await finish(outbox, server)
    assert server.sent == [("ml_1", START + DAY - HOUR)]


async def test_a_mail_that_is_cancelled_while_it_waits_is_not_sent(outbox: MemoryOutbox) -> None:
    row = outbox.add("ml_1")
    server = ScriptedServer({"ml_1": [BUSY]})
    async with running(outbox, server):
        await outbox.until(lambda: row.state is DeliveryState.WAITING)
        row.state = DeliveryState.DROPPED
        outbox.clock.time += DAY
        claimed = len(outbox.claims)
        await outbox.until(lambda: len(outbox.claims) > claimed)
    assert len(server.sent) == 1


async def test_being_woken_ends_the_rest(outbox: MemoryOutbox) -> None:
    async with running(outbox, ScriptedServer(), replace(PACE, longest_rest=HOUR)) as worker:
        await outbox.until(lambda: outbox.claims == [0])
        row = outbox.add("ml_1")
        worker.wake()
        await outbox.until(lambda: row.state is DeliveryState.SENT)


async def test_being_hurried_ends_the_rest_after_the_server_was_away(outbox: MemoryOutbox) -> None:
    outbox.add("ml_1")
    server = ScriptedServer({"ml_1": [AWAY]})
    async with running(outbox, server, replace(PACE, first_retreat=HOUR, longest_retreat=HOUR)) as worker:
        await outbox.until(lambda: len(outbox.claims) == 1)
        row = outbox.add("ml_2")
        worker.wake()
        worker.hurry()
        await outbox.until(lambda: row.state is DeliveryState.SENT)


async def test_what_another_process_added_is_found_without_being_woken(outbox: MemoryOutbox) -> None:
    async with running(outbox, ScriptedServer()):
        await outbox.until(lambda: outbox.claims == [0])
        row = outbox.add("ml_1")
        await outbox.until(lambda: row.state is DeliveryState.SENT)


async def test_an_outbox_that_is_away_costs_nothing(outbox: MemoryOutbox) -> None:
    row = outbox.add("ml_1")
    outbox.away = True
    async with running(outbox, ScriptedServer()):
        await outbox.until(outbox._changed.is_set)
        outbox.away = False
        await outbox.until(lambda: row.state is DeliveryState.SENT)
    assert row.mail.attempt == 1


async def test_a_result_that_cannot_be_stored_is_kept_and_the_mail_not_repeated(outbox: MemoryOutbox) -> None:
    row = outbox.add("ml_1")
    server = ScriptedServer(before=lambda _: setattr(outbox, "away", True))
    async with running(outbox, server):
        await outbox.until(lambda: bool(server.sent))
        outbox.away = False
        await outbox.until(lambda: row.state is DeliveryState.SENT)
    assert len(server.sent) == 1


async def test_a_lost_worker_leaves_its_mails_to_the_next(outbox: MemoryOutbox) -> None:
    row = outbox.add("ml_1")
    await outbox.claim(START, 1, START + HOUR)
    server = ScriptedServer()
    await finish(outbox, server)
    assert row.state is DeliveryState.SENT
    assert row.mail.attempt == 2
    assert server.sent == [("ml_1", START + HOUR)]


async def test_no_mail_is_begun_shortly_before_its_lease_ends(outbox: MemoryOutbox) -> None:
    def dawdle(_: QueuedMail) -> None:
        outbox.clock.time += 13 * MINUTE

    rows = [outbox.add("ml_1"), outbox.add("ml_2")]
    server = ScriptedServer(before=dawdle)
    await finish(outbox, server, replace(PACE, connections=1))
    assert [[each.reason for each in row.settled] for row in rows] == [[None], [Reason.OUT_OF_TIME, None]]


async def test_a_fault_in_one_mail_costs_the_others_nothing(
    outbox: MemoryOutbox, caplog: pytest.LogCaptureFixture
) -> None:
    faulty, good = outbox.add("ml_1"), outbox.add("ml_2")
    await finish(outbox, ScriptedServer({"ml_1": [RuntimeError("x")]}), replace(PACE, connections=1))
    assert [each.reason for each in faulty.settled] == [Reason.FAULT, None]
    assert good.state is DeliveryState.SENT
    assert "mail.send_failed" in caplog.messages


async def test_a_fault_of_the_outbox_ends_neither_the_worker_nor_the_batch(
    outbox: MemoryOutbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    row = outbox.add("ml_1")
    settle, faults = outbox.settle, [RuntimeError("x")]

    async def fail_once(*given: object) -> None:
        if faults:
            raise faults.pop()
        await settle(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "settle", fail_once)
    await finish(outbox, ScriptedServer())
    assert row.state is DeliveryState.SENT
    assert row.mail.attempt == 2, "at least once: its lease had to end"
    assert "mail.settle_failed" in caplog.messages


async def test_a_fault_while_claiming_is_logged_and_the_worker_goes_on(
    outbox: MemoryOutbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    row = outbox.add("ml_1")
    claim, faults = outbox.claim, [RuntimeError("x")]

    async def fail_once(*given: object) -> object:
        if faults:
            raise faults.pop()
        return await claim(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "claim", fail_once)
    await finish(outbox, ScriptedServer())
    assert row.state is DeliveryState.SENT
    assert "mail.failed" in caplog.messages


async def test_over_a_real_connection_one_bad_address_and_one_hang_up_cost_only_themselves(
    outbox: MemoryOutbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "app")
    for number in range(4):
        outbox.add(f"ml_{number}")
    answers = TestMailServer(
        recipients={"ml_0@example.net": "550 5.1.1 unknown", "ml_1@example.net": HANG_UP},
        data={"ml_2@example.net": HANG},
    )
    async with serve(answers) as server:
        timeouts = Timeouts(reply_s=0.4)
        sender = SmtpServer(
            SmtpSettings(HOST, server.port, Security.NONE, ORIGIN, "meet.example.org", timeouts=timeouts)
        )
        async with running(outbox, sender):
            await outbox.until(lambda: all(row.settled for row in outbox.rows.values()))
            answers.recipients.pop("ml_1@example.net")
            answers.data.clear()
            outbox.jumps = True
            await outbox.until(lambda: outbox.states() <= ENDED)
        assert [row.state for row in outbox.rows.values()] == [DeliveryState.DEAD, *[DeliveryState.SENT] * 3]
        assert len({each["Message-ID"] for each in server.messages()}) == 3
    assert "example.net" not in " ".join(r.getMessage() for r in caplog.records if r.name.startswith("app"))


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from([BUSY, AWAY, GONE, ACCEPTED, RuntimeError("x")]), max_size=16),
            st.none() | st.timedeltas(timedelta(0), 2 * DAY),
            st.none() | SAFE_TIMES,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_happens_every_mail_ends_and_none_leaves_outside_its_limits(
    mails: list[tuple[list[Outcome | Exception], timedelta | None, object]],
) -> None:
    async def play() -> tuple[MemoryOutbox, ScriptedServer]:
        outbox = MemoryOutbox(Clock())
        for number, (_, useful, safe) in enumerate(mails):
            until = None if useful is None else START + useful
            outbox.add(f"ml_{number}", Limits(until, safe))  # type: ignore[arg-type]
        server = ScriptedServer({f"ml_{number}": list(script) for number, (script, _, _) in enumerate(mails)})
        await finish(outbox, server, replace(PACE, first_retreat=timedelta(0), longest_retreat=timedelta(0)))
        return outbox, server

    outbox, server = asyncio.run(play())
    for name, at in server.sent:
        limits = outbox.rows[name].mail.limits
        assert limits.useful_until is None or at < limits.useful_until
        assert limits.safe_times is None or limits.safe_times.contains(at)
    for row in outbox.rows.values():
        assert row.mail.attempt <= RetryRules().attempts + sum(
            each.reason is Reason.UNSAFE_HOUR for each in row.settled
        )


def test_the_rest_is_never_negative_and_never_long() -> None:
    def rest(due: datetime | None) -> timedelta:
        return Pace().rest(START, due)

    assert rest(START - HOUR) == timedelta(0)
    assert rest(START + timedelta(seconds=5)) == timedelta(seconds=5)
    assert rest(START + HOUR) == rest(None) == Pace().longest_rest


def test_the_retreat_doubles_up_to_its_limit() -> None:
    pace = Pace()
    assert [pace.retreat(failures).total_seconds() for failures in (1, 2, 3, 6, 10_000)] == [
        10,
        20,
        40,
        300,
        300,
    ]
