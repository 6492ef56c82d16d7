"""The clinic and the staff of the tests about people, and somebody who called for help."""

import httpx
import pytest

from tests.app.api.clinic.people.conftest import clinic, elsewhere, team
from tests.app.conftest import WebService
from tests.support.databases.built_once import BuiltOnce
from tests.support.rooms.setups import START
from tests.support.schedule.help import HelpScene, open_scene
from tests.support.schedule.prepared import Prepared, prepare_session
from tests.support.schedule.world import World
from tests.support.service.clinics import Visitor, open_clinic

__all__ = ["Desk", "clinic", "desk", "elsewhere", "session", "team"]


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
async def desk(web_service: WebService, client: httpx.AsyncClient, built_once: BuiltOnce) -> Desk:
    async def make() -> HelpScene:
        return await open_scene(await open_clinic(web_service.store, "here", web_service.now), START)

    return Desk(await built_once.step("help scene", make, web_service.store), client)


@pytest.fixture
async def session(web_service: WebService, world: World) -> Prepared:
    return await prepare_session(web_service, world)
