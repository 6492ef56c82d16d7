from dataclasses import replace
from datetime import timedelta

import pytest

from app.access.callers import Caller
from app.access.mail.webhooks.managing import (
    access_deliveries,
    access_webhooks,
    add_webhook,
    change_webhook,
    remove_webhook,
    renew_secret,
    send_delivery_again,
    send_failed_again,
    send_test,
)
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import PersonId, SignInId
from clinic.identity.access import Principal, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.identity.webhooks import (
    BOTH_SECRETS_FOR,
    CHOSEN,
    MOST_WEBHOOKS,
    DeliveryState,
    EventKind,
    WebhookState,
)
from tests.support.mail.webhooks import SYSTEM, WebhookPlay, url_of

ALL = frozenset(CHOSEN)


def caller(play: WebhookPlay, role: StaffRole = StaffRole.OWNER) -> Caller:
    principal = Principal(
        play.clinic.id, PersonId("pt_1"), PrincipalKind.STAFF, frozenset({role}), SignInId("si_1"), play.now
    )
    return Caller(principal, None, play.now, play.clinic.store)


async def add(play: WebhookPlay, name: str = "ehr") -> str:
    shown, _ = await add_webhook(caller(play), url_of(name), ALL, allow_loopback=False)
    return shown.webhook.id


async def test_a_secret_is_answered_once_and_the_trail_has_neither_it_nor_the_address(
    play: WebhookPlay,
) -> None:
    shown, secret = await add_webhook(caller(play), url_of("ehr"), ALL, allow_loopback=False)
    assert (await play.webhook(shown.webhook.id)).secret == secret
    async with play.clinic.store.read(play.clinic.id, SYSTEM, play.now) as unit:
        (entry,) = [one.entry for one in await unit.audit.page()]
    assert (entry.action, entry.subjects, dict(entry.facts)) == ("webhook.add", (shown.webhook.id,), {})


@pytest.mark.parametrize("url", ["http://hooks.example/", "https://192.168.0.9/", "https://127.0.0.1/", ""])
async def test_an_address_that_may_not_be_called_is_refused(play: WebhookPlay, url: str) -> None:
    with pytest.raises(Invalid) as refused:
        await add_webhook(caller(play), url, ALL, allow_loopback=False)
    assert [one.code for one in refused.value.errors] == ["webhook.address"]


async def test_a_clinic_has_a_few(play: WebhookPlay) -> None:
    for number in range(MOST_WEBHOOKS):
        await add(play, f"ehr{number}")
    with pytest.raises(Refused, match=r"webhook\.most"):
        await add(play)


async def test_what_happens_while_one_is_paused_goes_out_when_it_is_on_again(play: WebhookPlay) -> None:
    made = await add(play)
    await change_webhook(caller(play), made, 1, ALL, on=False)
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    await play.look()
    (shown,) = await access_webhooks(caller(play))
    assert (shown.webhook.state, shown.held) == (WebhookState.PAUSED, 1)
    assert play.receivers.requests == []
    resumed = await change_webhook(caller(play), made, 2, ALL, on=True)
    assert (resumed.webhook.state, resumed.held) == (WebhookState.ON, 0)
    await play.look()
    assert len(play.receivers.requests) == 1


async def test_one_that_waits_for_another_attempt_is_held_when_it_is_paused(play: WebhookPlay) -> None:
    made = await add(play)
    play.receivers.answers["ehr"] = 500
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    await play.look()
    await change_webhook(caller(play), made, 1, ALL, on=False)
    play.wait(timedelta(hours=1))
    await play.look()
    assert len(play.receivers.requests) == 1
    assert [one.state for one in await play.deliveries(made)] == [DeliveryState.HELD]


async def test_a_renewed_secret_leaves_the_former_one_valid_for_a_day(play: WebhookPlay) -> None:
    shown, first = await add_webhook(caller(play), url_of("ehr"), ALL, allow_loopback=False)
    _, second = await renew_secret(caller(play), shown.webhook.id, 1)
    stored = await play.webhook(shown.webhook.id)
    assert stored.secrets(play.now) == (second, first)
    assert stored.secrets(play.now + BOTH_SECRETS_FOR) == (second,)


async def test_a_test_goes_to_the_one_that_it_is_for(play: WebhookPlay) -> None:
    await add(play, "other")
    await send_test(caller(play), await add(play))
    await play.look()
    assert [one["type"] for one in play.receivers.to("ehr")] == ["test"]
    assert play.receivers.to("other") == []


async def test_what_came_to_nothing_is_sent_again_and_what_arrived_may_be(play: WebhookPlay) -> None:
    made = await add(play)
    play.receivers.answers["ehr"] = 410
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    await play.look()
    with pytest.raises(Refused, match=r"webhook\.not_on"):
        await send_failed_again(caller(play), made)
    play.receivers.answers["ehr"] = 204
    await change_webhook(caller(play), made, 2, ALL, on=True)
    assert await send_failed_again(caller(play), made) == 1
    (waiting,) = await access_deliveries(caller(play), made, None, 10)
    with pytest.raises(Refused, match=r"webhook\.on_its_way"):
        await send_delivery_again(caller(play), waiting.id)
    await play.look()
    again = await send_delivery_again(caller(play), waiting.id)
    assert (again.state, again.attempts) == (DeliveryState.DUE, 0)
    await play.look()
    ids = [request.headers["webhook-id"] for request in play.receivers.requests]
    assert ids == [waiting.event] * 3


async def test_one_that_is_removed_is_told_nothing_more(play: WebhookPlay) -> None:
    made = await add(play)
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    await play.look()
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_2")
    await remove_webhook(caller(play), made, 1)
    await play.look()
    assert len(play.receivers.requests) == 1
    with pytest.raises(Refused, match=r"webhook\.unknown"):
        await access_deliveries(caller(play), made, None, 10)


async def test_changes_need_the_version_that_was_read_and_a_webhook_that_is_there(play: WebhookPlay) -> None:
    made = await add(play)
    for act in (renew_secret, remove_webhook):
        with pytest.raises(Refused, match=r"version\.other"):
            await act(caller(play), made, 7)
        with pytest.raises(Refused, match=r"webhook\.unknown"):
            await act(caller(play), "wh_none", 1)
    with pytest.raises(Refused, match=r"webhook\.unknown"):
        await send_delivery_again(caller(play), "wd_none")


@pytest.mark.parametrize("role", [StaffRole.CLINICIAN, StaffRole.CARE_COORDINATOR, StaffRole.AUDITOR])
async def test_others_neither_read_nor_change_them(play: WebhookPlay, role: StaffRole) -> None:
    made = await add(play)
    with pytest.raises(Refused, match=r"access\.denied"):
        await access_webhooks(caller(play, role))
    with pytest.raises(Refused, match=r"access\.denied"):
        await send_test(caller(play, role), made)


async def test_an_old_proof_changes_nothing(play: WebhookPlay) -> None:
    made = await add(play)
    fresh = caller(play)
    stale = replace(fresh, principal=replace(fresh.principal, proved_at=play.now - timedelta(hours=1)))
    with pytest.raises(Refused, match=r"access\.proof_needed"):
        await renew_secret(stale, made, 1)
