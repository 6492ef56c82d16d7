"""The clinic and the staff of the tests about people, and somebody who called for help."""

import httpx
import pytest

from app.runtime.clock import to_datetime
from tests.app.api.clinic.people.conftest import clinic, elsewhere, team
from tests.app.conftest import WebService
from tests.support.rooms.setups import START
from tests.support.schedule.help import HelpScene, open_scene
from tests.support.schedule.prepared import Prepared, prepare_session
from tests.support.schedule.world import World, build_world
from tests.support.service.clinics import Visitor, open_clinic

__all__ = ["Desk", "clinic", "desk", "elsewhere", "session", "team", "world"]


class Desk:
    """The scene, and everybody of it at a screen."""

    def __init__(self, scene: HelpScene, web: httpx.AsyncClient) -> None:
        self.scene = scene
        self.web = web

    async def at(self, person: str, **more: object) -> Visitor:
        """Sign a member of staff in."""
        return await self.scene.clinic.sign_in(self.web, person, **more)  # type: ignore[arg-type]

    @property
    async def first(self) -> Visitor:
        return await self.at(self.scene.on_call[0])


@pytest.fixture
async def desk(web_service: WebService, client: httpx.AsyncClient) -> Desk:
    clinic = await open_clinic(web_service.store, "here", web_service.now)
    return Desk(await open_scene(clinic, START), client)


@pytest.fixture
async def world(web_service: WebService, client: httpx.AsyncClient) -> World:
    services = web_service.services
    now = to_datetime(services.clock.now())
    return await build_world(await open_clinic(services.clinics, "here", now), client)


@pytest.fixture
async def session(web_service: WebService, world: World) -> Prepared:
    return await prepare_session(web_service, world)
