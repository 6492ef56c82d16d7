"""An answer that cannot wait, from the client's page to whoever acts: task, mails, the room, and its end."""

from datetime import timedelta

import pytest

from app.access.safety.standings import standings
from app.mail.delivery import DeliveryState
from app.mail.wording import MailKind
from rooms.model.ids import RoomId
from tests.app.conftest import WebService
from tests.support.schedule.afterwards.measured import MeasuredClinic
from tests.support.service.clinics import Visitor

WORRIED = [0] * 8 + [1]
MAIL = MailKind.TASK_WAITING


async def mails(measured: MeasuredClinic, *states: DeliveryState) -> dict[str, int]:
    """Return to whom mails of this kind go, after how many minutes."""
    clinic = measured.clinic
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        found = await unit.outbox.newest([each.value for each in states or (DeliveryState.QUEUED,)], 100)
        open_ = {one.id: one for one in await unit.outbox.page_open(None, 100)}
    return {
        one.mail.person: int((open_[one.mail.id].due_at - clinic.now) / timedelta(minutes=1))  # type: ignore[operator]
        if one.mail.id in open_
        else -1
        for one in found
        if one.mail.kind == MAIL
    }


async def tasks(who: Visitor) -> list[tuple[str, str, str | None, bool]]:
    answer = await who.get("/follow-ups")
    assert answer.status_code == 200, answer.text
    return [(one["client"]["id"], one["kind"], one["session"], one["mine"]) for one in answer.json()["items"]]


@pytest.mark.parametrize("move", ["keep", "send"])
async def test_it_is_told_as_soon_as_it_is_kept_even_if_it_is_never_sent(
    measured: MeasuredClinic, move: str
) -> None:
    await measured.plan()
    who = await measured.at_home(measured.clients[0])
    kept = await measured.keep(who, await measured.begin(who), WORRIED, move)
    assert kept.json()["talks"] is True
    assert await tasks(measured.ida) == [(who.person, "answer", None, True)]


async def test_at_home_the_therapist_and_the_first_on_call_are_written_to_at_once(
    measured: MeasuredClinic,
) -> None:
    """Nobody is on the list of those on call here: directors are called."""
    await measured.plan()
    client = measured.clients[0]
    await measured.send(client, WORRIED)
    assert await mails(measured) == {measured.ida.person: 0, measured.iris.person: 0}
    for who in (measured.ida, measured.iris):
        assert [one[:2] for one in await tasks(who)] == [(client, "answer")]
    assert await tasks(measured.dana) == await tasks(measured.carl) == []


async def test_with_a_session_today_its_lead_is_told_and_those_on_call_once_nobody_has_seen_it(
    measured: MeasuredClinic,
) -> None:
    await measured.plan()
    client = measured.clients[0]
    await measured.add_session(measured.clinic.now + timedelta(hours=2), [client], held=False)
    await measured.send(client, WORRIED)
    assert await mails(measured) == {
        measured.ida.person: 0,
        measured.dana.person: 0,
        measured.iris.person: 10,
    }
    assert [one[:2] for one in await tasks(measured.dana)] == [(client, "answer")]


async def test_whoever_has_seen_it_calls_back_what_has_not_left(measured: MeasuredClinic) -> None:
    await measured.plan()
    client = measured.clients[0]
    await measured.add_session(measured.clinic.now + timedelta(hours=2), [client], held=False)
    await measured.send(client, WORRIED)
    assert (await measured.carl.post(f"/people/{client}/measures/seen")).json()["code"] == "person.unknown"
    assert (await measured.dana.post(f"/people/{client}/measures/seen")).status_code == 204
    assert await mails(measured) == {measured.ida.person: 0, measured.dana.person: 0}
    assert await mails(measured, DeliveryState.DROPPED) == {measured.iris.person: -1}
    (alert,) = (await measured.ida.get(f"/people/{client}/measures")).json()["alerts"]
    assert alert["seen_at"] is not None
    assert len(await tasks(measured.ida)) == 1, "it is seen, not done"


async def test_noting_what_was_done_ends_it(measured: MeasuredClinic) -> None:
    await measured.plan()
    client = measured.clients[0]
    await measured.add_session(measured.clinic.now + timedelta(hours=2), [client], held=False)
    await measured.send(client, WORRIED)
    (task,) = (await measured.ida.get("/follow-ups")).json()["items"]
    done = await measured.ida.change("PATCH", f"/follow-ups/{task['id']}", {"outcome": "reached"}, 1)
    assert done.json()["state"] == "done"
    assert await mails(measured, DeliveryState.DROPPED) == {measured.iris.person: -1}
    assert (await measured.ida.get(f"/people/{client}/measures")).json()["alerts"] == []


async def test_the_same_answer_twice_is_one_alert_and_taking_it_back_ends_none(
    measured: MeasuredClinic,
) -> None:
    await measured.plan()
    who = await measured.at_home(measured.clients[0])
    first = (await measured.keep(who, await measured.begin(who), WORRIED)).json()
    second = (await measured.keep(who, first, [0] * 9)).json()
    assert second["talks"] is False
    await measured.keep(who, second, WORRIED, "send")
    assert len(await tasks(measured.ida)) == 1


async def test_an_open_room_that_expects_them_is_told_and_told_again_once_somebody_has_it(
    measured: MeasuredClinic, web_service: WebService
) -> None:
    await measured.plan()
    client = measured.clients[0]
    session = await measured.add_session(
        measured.clinic.now - timedelta(minutes=5), measured.clients, held=False
    )
    web_service.told.clear()
    await measured.send(client, WORRIED)
    assert web_service.told == [session]
    assert await talks(measured, session) == {client: "due"}
    assert (await measured.dana.post(f"/people/{client}/measures/seen")).status_code == 204
    assert web_service.told == [session] * 2
    assert await talks(measured, session) == {client: "seen"}
    (task,) = (await measured.dana.get("/follow-ups")).json()["items"]
    await measured.dana.change("PATCH", f"/follow-ups/{task['id']}", {"outcome": "reached"}, 1)
    assert web_service.told == [session] * 3
    assert await talks(measured, session) == {}


async def talks(measured: MeasuredClinic, session: str) -> dict[str, str]:
    clinic = measured.clinic
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        setup = await unit.sessions.setup(RoomId(session))
        assert setup is not None
        found = (await standings(unit, setup)).people
    return {person: one.talk for person, one in found.items() if one.talk}
