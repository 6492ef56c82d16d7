from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.access.people.changes import add_person, change_person
from app.persistence.repositories.identity.links import NewLink
from clinic.care_team.roles import CareTeamRole
from clinic.identity.links import LinkPurpose, issue_link
from clinic.identity.roles import StaffRole
from clinic.people.contact import SafeChannel
from clinic.people.person import Address, EmergencyContact, PersonFields, PersonKind
from tests.app.access.conftest import NOW, Place, invalid, refused

ANA = PersonFields(
    PersonKind.CLIENT,
    "  Ana  L. ",
    "America/Chicago",
    "es",
    "Ana María López",
    "she/her",
    "Ana@Example.org",
    "(202) 555-0123",
    Address("1 Main St", "", "Chicago", "illinois", "60601", "us"),
    EmergencyContact("Rosa López", "2025550124", "mother", True),
    SafeChannel.EMAIL,
)


async def test_a_client_is_kept_as_tidied_and_comes_back_whole(place: Place) -> None:
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    async with place.write() as unit:
        added = await add_person(unit, coordinator, ANA, ["en-us", "es", "en-US"])
    record = await place.record(added.record.id)
    assert record.fields == replace(
        ANA,
        display_name="Ana L.",
        email="Ana@example.org",
        phone="+12025550123",
        address=Address("1 Main St", "", "Chicago", "IL", "60601", "US"),
        emergency=EmergencyContact("Rosa López", "+12025550124", "mother", True),
    )
    assert (record.more_languages, record.version) == (("en-US",), 1)
    assert await place.noted() == [("person.add", (record.id,))]


async def test_an_address_is_used_once_however_it_is_spelled(place: Place) -> None:
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    async with place.write() as unit:
        await add_person(unit, coordinator, ANA, [])
        async with invalid(email="field.taken"):
            await add_person(unit, coordinator, replace(ANA, email="ana@EXAMPLE.org"), [])


async def test_everything_that_is_wrong_is_told_at_once(place: Place) -> None:
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    wrong = replace(ANA, display_name=" ", phone="12", time_zone="Mars/Base", email="nobody")
    async with place.write() as unit:
        async with invalid(
            display_name="field.required",
            time_zone="field.time_zone",
            email="field.email",
            phone="field.phone",
            language="field.language",
        ):
            await add_person(unit, coordinator, wrong, ["klingon!"])
    assert await place.noted() == []


async def test_staff_are_added_by_those_who_manage_staff_with_a_fresh_proof(place: Place) -> None:
    sam = PersonFields(PersonKind.STAFF, "Sam", "UTC", email="sam@example.org")
    coordinator, admin = await place.staff(StaffRole.CARE_COORDINATOR), await place.staff(StaffRole.ADMIN)
    async with place.write() as unit:
        async with refused("access.denied", "staff.manage"):
            await add_person(unit, coordinator, sam, [])
        async with refused("access.proof_needed", "staff.manage"):
            await add_person(unit, replace(admin, proved_at=NOW - timedelta(hours=1)), sam, [])
        added = await add_person(unit, admin, sam, [])
    assert added.roles == frozenset(), "a role is given afterwards"


async def test_a_change_touches_nothing_else_and_rewrites_what_is_searched(place: Place) -> None:
    ana = await place.clinic.client("Ana Lopez", legal_name="Ana Ruiz", phone="+12025550123")
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    async with place.write() as unit:
        view = await change_person(
            unit, coordinator, ana, 1, {"display_name": "Anita"}, None, place.login_hash
        )
    assert (view.record.fields.display_name, view.record.version) == ("Anita", 2)
    record = await place.record(ana)
    assert (record.fields.legal_name, record.fields.phone) == ("Ana Ruiz", "+12025550123")
    assert record == view.record
    assert await place.noted() == [("person.change", (ana,))]


async def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(place: Place) -> None:
    ana, coordinator = await place.clinic.client(), await place.staff(StaffRole.CARE_COORDINATOR)
    async with place.write() as unit:
        await change_person(unit, coordinator, ana, 1, {"pronouns": "she/her"}, None, place.login_hash)
        async with refused("version.other"):
            await change_person(unit, coordinator, ana, 1, {"pronouns": "they/them"}, None, place.login_hash)
    assert (await place.record(ana)).fields.pronouns == "she/her"


@pytest.mark.parametrize(
    ("role", "assigned", "allowed"),
    [
        (StaffRole.CLINICIAN, CareTeamRole.INDIVIDUAL_THERAPIST, True),
        (StaffRole.CLINICIAN, None, False),
        (StaffRole.CLINICIAN, CareTeamRole.PRESCRIBER, False),
        (StaffRole.CARE_COORDINATOR, None, True),
    ],
)
async def test_clinicians_change_their_own_clients_and_planners_everybody(
    place: Place, role: StaffRole, assigned: CareTeamRole | None, allowed: bool
) -> None:
    ana, viewer = await place.clinic.client(), await place.staff(role)
    if assigned is not None:
        await place.assign(viewer.person, assigned, client=ana)
    async with place.write() as unit:
        if allowed:
            await change_person(unit, viewer, ana, 1, {"pronouns": "she/her"}, None, place.login_hash)
        else:
            async with refused("access.not_yours"):
                await change_person(unit, viewer, ana, 1, {"pronouns": "she/her"}, None, place.login_hash)


async def test_an_admin_does_not_reach_an_owners_record(place: Place) -> None:
    admin, owner = await place.staff(StaffRole.ADMIN), await place.staff(StaffRole.OWNER)
    clinician = await place.staff(StaffRole.CLINICIAN)
    change: dict[str, Any] = {"email": "mine@example.org"}
    async with place.write() as unit:
        async with refused("roles.not_grantable", "owner"):
            await change_person(unit, admin, owner.person, 1, change, None, place.login_hash)
        await change_person(unit, admin, clinician.person, 1, change, None, place.login_hash)


async def test_one_keeps_ones_own_address_when_something_else_changes(place: Place) -> None:
    ana = await place.clinic.client(email="ana@example.org")
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    async with place.write() as unit:
        await change_person(unit, coordinator, ana, 1, {"email": "ANA@example.org"}, ["fr"], place.login_hash)
    assert (await place.record(ana)).more_languages == ("fr",)


async def test_who_is_archived_is_not_changed(place: Place) -> None:
    ana, coordinator = await place.clinic.client(), await place.staff(StaffRole.CARE_COORDINATOR)
    async with place.write() as unit:
        await unit.people.archive(ana, NOW)
        async with refused("people.archived"):
            await change_person(unit, coordinator, ana, 2, {"pronouns": "she/her"}, None, place.login_hash)


async def test_an_account_is_found_by_the_new_address_and_links_to_the_old_one_are_withdrawn(
    place: Place,
) -> None:
    dana, admin = await place.staff(StaffRole.CLINICIAN, name="Dana"), await place.staff(StaffRole.ADMIN)
    hashes = {one: place.login_hash(f"{one}@here.example") for one in ("dana", "new")}
    link = issue_link(place.clinic.id, dana.person, LinkPurpose.RESET, NOW)
    async with place.write() as unit:
        await unit.accounts.ensure(dana.person, hashes["dana"], NOW)
        await unit.links.add([NewLink("ln_1", link, b"secret")])
        change = {"email": "new@here.example"}
        await change_person(unit, admin, dana.person, 1, change, None, place.login_hash)
    async with place.write() as unit:
        assert await unit.accounts.by_address(hashes["dana"]) is None
        account = await unit.accounts.by_address(hashes["new"])
        assert account is not None
        assert account.person == dana.person
        newest = await unit.links.newest(dana.person, LinkPurpose.RESET)
        assert newest is not None
        assert newest.withdrawn_at == NOW


async def test_a_change_of_something_else_leaves_links_alone(place: Place) -> None:
    ana, coordinator = await place.clinic.client("Ana"), await place.staff(StaffRole.CARE_COORDINATOR)
    link = issue_link(place.clinic.id, ana, LinkPurpose.INVITATION, NOW)
    async with place.write() as unit:
        await unit.links.add([NewLink("ln_1", link, b"secret")])
        await change_person(unit, coordinator, ana, 1, {"pronouns": "she/her"}, None, place.login_hash)
        newest = await unit.links.newest(ana, LinkPurpose.INVITATION)
        assert newest is not None
        assert newest.withdrawn_at is None
