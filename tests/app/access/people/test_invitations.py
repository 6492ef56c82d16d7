from dataclasses import replace

import pytest

from app.access.callers import Caller
from app.access.people.invitations import invite_person, withdraw_invitations
from clinic.care_team.roles import CareTeamRole
from clinic.identity.links import LinkPurpose
from clinic.identity.roles import StaffRole
from clinic.people.contact import SafeChannel
from tests.app.access.conftest import NOW, Place, refused
from tests.app.conftest import WebService
from tests.support.service.clinics import open_clinic


@pytest.fixture
async def served(web_service: WebService) -> Place:
    """A clinic in the database that the service's own parts use."""
    return Place(await open_clinic(web_service.services.clinics, "here", NOW))


async def caller(place: Place, *roles: StaffRole) -> Caller:
    return Caller(await place.staff(*roles), None, NOW, place.clinic.store)


@pytest.mark.parametrize(
    ("fields", "sent"),
    [
        ({"email": "ana@example.org", "safe_channel": SafeChannel.EMAIL}, True),
        ({"email": "ana@example.org"}, False),
        ({}, False),
    ],
)
async def test_an_invitation_is_sent_by_the_safe_channel_only(
    served: Place, web_service: WebService, fields: dict[str, object], sent: bool
) -> None:
    ana, coordinator = (
        await served.clinic.client("Ana", **fields),
        await caller(served, StaffRole.CARE_COORDINATOR),
    )
    services = web_service.services
    by_mail = replace(services.identity, notices=services.notices)
    _, is_sent = await invite_person(by_mail, coordinator, ana)
    assert is_sent is sent
    async with served.write() as unit:
        newest = await unit.links.newest(ana, LinkPurpose.INVITATION)
        assert newest is not None
        assert newest.withdrawn_at is None


async def test_a_clinician_invites_and_withdraws_for_their_own_clients_only(
    served: Place, web_service: WebService
) -> None:
    ana, dana = await served.clinic.client("Ana"), await caller(served, StaffRole.CLINICIAN)
    identity = web_service.services.identity
    async with refused("access.not_yours", "people.invite"):
        await invite_person(identity, dana, ana)
    async with refused("access.not_yours", "people.invite"):
        await withdraw_invitations(dana, ana)
    await served.assign(dana.principal.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=ana)
    await invite_person(identity, dana, ana)
    await withdraw_invitations(dana, ana)
    async with served.write() as unit:
        newest = await unit.links.newest(ana, LinkPurpose.INVITATION)
        assert newest is not None
        assert newest.withdrawn_at == NOW


async def test_who_invites_nobody_is_denied(served: Place, web_service: WebService) -> None:
    ana, host = await served.clinic.client("Ana"), await caller(served, StaffRole.TECH_HOST)
    async with refused("access.denied", "people.invite"):
        await invite_person(web_service.services.identity, host, ana)
