from clinic.people.contact import SafeChannel
from tests.app.api.clinic.people.conftest import Team
from tests.app.api.clinic.people.test_care_team import assign
from tests.support.service.clinics import Clinic

EMAIL = {"email": "ben@example.org", "safe_channel": SafeChannel.EMAIL}


async def test_an_invitation_goes_to_the_person_and_never_to_who_invites(clinic: Clinic, team: Team) -> None:
    """Whoever has the link can set up the account; the demo alone shows it."""
    ben = await clinic.client("Ben", **EMAIL)
    assert (await team.coordinator.post(f"/people/{ben}/invite")).json() == {"sent": True}


async def test_a_clinician_invites_their_own_clients(clinic: Clinic, team: Team) -> None:
    ben = await clinic.client("Ben", **EMAIL)
    path = f"/people/{ben}/invite"
    refused = await team.clinician.post(path)
    assert (refused.status_code, refused.json()["code"]) == (403, "access.not_yours")
    await assign(team.admin, clinic, clinician=team.clinician.person, role="sud_counselor", client=ben)
    assert (await team.clinician.post(path)).status_code == 200


async def test_invitations_are_withdrawn(clinic: Clinic, team: Team) -> None:
    ben = await clinic.client("Ben", **EMAIL)
    await team.coordinator.post(f"/people/{ben}/invite")
    assert (await team.coordinator.delete(f"/people/{ben}/invitations")).status_code == 204
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        actions = [one.entry.action for one in await unit.audit.page()]
    assert actions[-1] == "link.withdraw"


async def test_an_owner_is_beyond_an_admins_invitation(team: Team) -> None:
    answer = await team.admin.post(f"/people/{team.owner.person}/invite")
    assert (answer.status_code, answer.json()["code"]) == (409, "roles.not_grantable")
