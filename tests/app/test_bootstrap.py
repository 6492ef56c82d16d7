import json
from pathlib import Path

import pytest

from app.auth.secret_key import keep_demo_key
from app.bootstrap import open_services, signing_key
from app.demo import seed_demo
from app.library import load_libraries
from app.persistence.migrate import upgrade
from app.settings import Settings
from tests.support.fakes import FakeSocket


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ATTUNE_DATA_DIR", str(tmp_path))
    return Settings()


def test_the_operators_key_signs_and_else_the_demos_own(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert signing_key(settings) == keep_demo_key(settings.data_dir)
    key = "pL9vQx2sTr7mWk4zYb8nHc3dJf6gRa5u"
    monkeypatch.setenv("ATTUNE_SECRET_KEY", key)
    assert signing_key(Settings()) == key


async def test_a_ticket_leads_to_a_welcome_and_a_media_offer(settings: Settings) -> None:
    await upgrade(settings.database_url)
    async with open_services(settings, load_libraries(None)) as services:
        assert services.relay_ready()
        now = services.clock.now()
        first = (await seed_demo(services.database, services.invitations, now))[0].links[0]
        invitation = services.invitations.read(first.invitation)
        assert invitation is not None
        async with services.database.read() as unit:
            link = await unit.sessions.link_of(invitation.seat)
        assert link is not None
        socket = FakeSocket()
        devices = {"mic": True, "camera": True}
        ticket = services.tickets.issue(link.session, link.seat, now)
        socket.say(json.dumps({"type": "hello", "ticket": ticket, "devices": devices, "client": "test/1"}))
        socket.say(json.dumps({"type": "session.leave", "id": 1}))
        await services.hold_conversation(socket)
        heard = [json.loads(await socket.hear()) for _ in range(socket._from_session.qsize())]
        assert await socket.closed == 4000
    kinds = [message["type"] for message in heard]
    assert kinds[0] == "welcome"
    assert "media.offer" in kinds
    assert (kinds[-1], heard[-1]["code"]) == ("bye", "left")
