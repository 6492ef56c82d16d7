from datetime import timedelta

from sqlalchemy import func, select

from app.persistence.models.mail import WebhookEventRow
from app.persistence.repositories.mail.webhook_leases import WebhookLeaseRepository
from app.persistence.unit_of_work import Database
from clinic.identity.webhooks import PAUSES, DeliveryState, EventKind, Settlement
from tests.app.persistence.repositories.mail.test_webhooks import NOW, open_play
from tests.support.mail.webhooks import SYSTEM, WebhookPlay, add_webhook

LEASE = NOW + timedelta(seconds=30)


async def deal_out(play: WebhookPlay, events: int) -> None:
    for number in range(events):
        await play.happens(EventKind.CONSENT_GIVEN, consent=f"gr_{number}")
    async with play.clinic.store.database.transaction(writes=True) as session:
        await WebhookLeaseRepository(session).deal_out(NOW, 100)


async def test_nothing_is_due_where_nothing_happened(sqlite: Database) -> None:
    async with sqlite.transaction(writes=True) as session:
        leases = WebhookLeaseRepository(session)
        assert await leases.next_due() is None
        assert await leases.deal_out(NOW, 10) == 0
        assert await leases.claim(NOW, 10, LEASE, failing=False) == []


async def test_what_nobody_wants_is_not_kept(database: Database) -> None:
    play = await open_play(database)
    await add_webhook(play.clinic, "billing", EventKind.ATTENDANCE_READY)
    await deal_out(play, 3)
    async with database.transaction(writes=False) as session:
        assert await session.scalar(select(func.count()).select_from(WebhookEventRow)) == 0


async def test_the_longest_due_comes_first_and_one_of_each_webhook(database: Database) -> None:
    play = await open_play(database)
    await add_webhook(play.clinic, "ehr")
    await add_webhook(play.clinic, "billing", failing_since=NOW)
    await deal_out(play, 2)
    async with database.transaction(writes=True) as session:
        leases = WebhookLeaseRepository(session)
        (healthy,) = await leases.claim(NOW, 10, LEASE, failing=False)
        (failing,) = await leases.claim(NOW, 10, LEASE, failing=True)
        assert await leases.claim(NOW, 10, LEASE, failing=False) == []
    assert (healthy.webhook, failing.webhook) == ("wh_ehr", "wh_billing")


async def test_a_lease_is_settled_by_whoever_has_it(database: Database) -> None:
    play = await open_play(database)
    await add_webhook(play.clinic, "ehr")
    await deal_out(play, 1)
    later = LEASE + timedelta(seconds=30)
    async with database.transaction(writes=True) as session:
        leases = WebhookLeaseRepository(session)
        (first,) = await leases.claim(NOW, 1, LEASE, failing=False)
        (second,) = await leases.claim(LEASE, 1, later, failing=False)
        assert not await leases.hold(first)
        assert await leases.hold(second)
        await leases.settle(second, Settlement(DeliveryState.DONE), "taken", 204, LEASE)
    (done,) = await play.deliveries("wh_ehr")
    assert (done.state, done.attempts, done.due_at, done.done_at) == (DeliveryState.DONE, 1, None, LEASE)


async def test_what_was_held_meanwhile_is_not_due_again_by_itself(database: Database) -> None:
    play = await open_play(database)
    await add_webhook(play.clinic, "ehr")
    await deal_out(play, 1)
    async with database.transaction(writes=True) as session:
        (one,) = await WebhookLeaseRepository(session).claim(NOW, 1, LEASE, failing=False)
    async with play.clinic.store.write(play.clinic.id, SYSTEM, NOW) as unit:
        await unit.webhooks.hold("wh_ehr")
    async with database.transaction(writes=True) as session:
        again = Settlement(DeliveryState.DUE, NOW + PAUSES["hiccup"])
        await WebhookLeaseRepository(session).settle(one, again, "refused", 500, NOW)
    (held,) = await play.deliveries("wh_ehr")
    assert (held.state, held.attempts, held.due_at, held.status) == (DeliveryState.HELD, 1, None, 500)
    assert (await play.webhook("wh_ehr")).failing_since == NOW
