"""A clinic with an owner, an admin and a client at their screens."""

from dataclasses import dataclass

import httpx
import pytest

from clinic.identity.roles import StaffRole
from tests.app.api.clinic.people.conftest import clinic
from tests.support.service.clinics import Clinic, Visitor

__all__ = ["Archive", "archive", "clinic"]


@dataclass
class Archive:
    """Who asks and who answers."""

    clinic: Clinic
    web: httpx.AsyncClient
    owner: Visitor
    admin: Visitor
    ana: Visitor


@pytest.fixture
async def archive(clinic: Clinic, client: httpx.AsyncClient) -> Archive:
    owner, admin = [
        await clinic.sign_in(client, await clinic.staff(name, role))
        for name, role in (("Olga Owner", StaffRole.OWNER), ("Adam Admin", StaffRole.ADMIN))
    ]
    ana = await clinic.sign_in_client(client, await clinic.client("Ana Lopez"))
    return Archive(clinic, client, owner, admin, ana)
