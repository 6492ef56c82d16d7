from datetime import timedelta

from sqlalchemy import select

from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.mail import WebhookEventRow, WebhookRow
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from clinic.identity.webhooks import DeliveryState, EventKind
from clinic.records.retention import Held, RetentionClass
from tests.app.conftest import DATA_KEY
from tests.support.mail.webhooks import SYSTEM, WebhookPlay, add_webhook, url_of
from tests.support.rooms.setups import START
from tests.support.service.clinics import open_clinic

NOW = to_datetime(START)


async def open_play(database: Database) -> WebhookPlay:
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    return WebhookPlay(await open_clinic(store, "here", NOW))


async def test_a_webhook_comes_back_as_it_was_and_its_row_shows_neither_address_nor_secret(
    database: Database,
) -> None:
    play = await open_play(database)
    made = await add_webhook(play.clinic, "ehr", former="whsec_Zm9ybWVy", former_until=NOW)
    assert await play.webhook("wh_ehr") == made
    async with database.transaction(writes=False) as session:
        row = await session.scalar(select(WebhookRow))
    assert row is not None
    assert url_of("ehr") not in row.content
    assert made.secret not in row.content
    assert made.secret not in repr(made)


async def test_deliveries_are_paged_the_newest_first(sqlite: Database) -> None:
    play = await open_play(sqlite)
    await add_webhook(play.clinic, "ehr")
    for number in range(5):
        await play.happens(EventKind.CONSENT_GIVEN, consent=f"gr_{number}")
        await play.look()
        play.wait(timedelta(seconds=number // 2))
    async with play.clinic.store.read(play.clinic.id, SYSTEM, NOW) as unit:
        whole = await unit.webhooks.deliveries("wh_ehr", None, 10)
        first = await unit.webhooks.deliveries("wh_ehr", None, 2)
        rest = await unit.webhooks.deliveries("wh_ehr", (first[-1].made_at, first[-1].id), 10)
    assert first + rest == whole
    assert [one.made_at for one in whole] == sorted((one.made_at for one in whole), reverse=True)
    await play.close()


async def test_what_is_old_goes_with_its_deliveries(sqlite: Database) -> None:
    play = await open_play(sqlite)
    await add_webhook(play.clinic, "ehr")
    for number in range(3):
        await play.happens(EventKind.CONSENT_GIVEN, consent=f"gr_{number}")
    await play.look()
    play.wait(timedelta(days=1))
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_new")
    await play.look()
    async with play.clinic.store.write(play.clinic.id, SYSTEM, play.now) as unit:
        old = play.now - timedelta(hours=1)
        gone = await unit.retention.remove(RetentionClass.WEBHOOK_EVENTS, old, Held(), 100, play.now)
        assert gone == (6, False), "three events, each with a delivery"
        assert await unit.webhooks.count(DeliveryState.DONE) == {"wh_ehr": 1}
    await play.close()


async def test_another_clinic_finds_nothing(sqlite: Database) -> None:
    play = await open_play(sqlite)
    await add_webhook(play.clinic, "ehr")
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    await play.look()
    (mine,) = await play.deliveries("wh_ehr")
    there = await open_clinic(play.clinic.store, "there", NOW)
    async with play.clinic.store.write(there.id, SYSTEM, NOW) as unit:
        assert await unit.webhooks.all() == []
        assert await unit.webhooks.find("wh_ehr") is None
        assert await unit.webhooks.delivery(mine.id) is None
        await unit.webhooks.send_one(mine.id, NOW)
        await unit.webhooks.remove("wh_ehr")
    assert await play.deliveries("wh_ehr") == [mine]
    await play.close()


async def test_events_hold_ids_and_nothing_else(sqlite: Database) -> None:
    play = await open_play(sqlite)
    await play.happens(EventKind.CONSENT_WITHDRAWN, consent="gr_1", person="pt_1")
    async with sqlite.transaction(writes=False) as session:
        row = await session.scalar(select(WebhookEventRow))
    assert row is not None
    assert row.subjects == '{"consent": "gr_1", "person": "pt_1"}'
