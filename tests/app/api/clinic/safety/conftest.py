"""The clinic and the staff of the tests about people, and somebody who called for help."""

import httpx
import pytest

from tests.app.api.clinic.people.conftest import clinic, elsewhere, team
from tests.app.conftest import WebService
from tests.support.rooms.setups import START
from tests.support.service.clinics import Visitor, open_clinic
from tests.support.service.help import HelpScene, open_scene

__all__ = ["Desk", "clinic", "desk", "elsewhere", "team"]


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
