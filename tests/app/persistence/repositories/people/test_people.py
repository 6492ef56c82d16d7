from dataclasses import replace
from datetime import time

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select, text

from app.persistence.models.people import NameWordRow, PersonRow
from app.persistence.repositories.people.people import NewPerson
from app.persistence.unit_of_work import WriteConflict
from clinic.common.ids import PersonId
from clinic.people.contact import SafeChannel
from clinic.people.couples import Party
from clinic.people.person import Address, EmergencyContact, PersonFields, PersonKind
from clinic.people.safe_times import SafeRange, Weekday
from tests.app.persistence.repositories.conftest import NOW, Clinics
from tests.clinic.people.drafts import people

ANA = PersonFields(
    PersonKind.CLIENT,
    "Ana 😀 Łopez",
    "America/Chicago",
    "es",
    "Ana María Ruiz",
    "she/her",
    "ana@bücher.example",
    "+12025550123",
    Address("1 Main St", "Apt 2", "Chicago", "IL", "60601", "US"),
    EmergencyContact("Rosa", "+12025550124", "mother", True),
    SafeChannel.EMAIL,
    (SafeRange(Weekday.MON, time(9), time(17)), SafeRange(Weekday.SAT, time(22), time(6))),
)
ONE = PersonId("pt_1")
SECRET = ("Ruiz", "bücher", "2025550123", "Main St", "Rosa", "09:00")


async def test_everything_comes_back_as_it_was_kept(clinics: Clinics) -> None:
    async with clinics.write() as unit:
        await unit.people.add([NewPerson(ONE, ANA, ("en", "fr"))], NOW)
    async with clinics.write() as unit:
        record = await unit.people.find(ONE)
    assert record is not None
    assert (record.fields, record.more_languages) == (ANA, ("en", "fr"))
    assert (record.version, record.archived_at, record.merged_into) == (1, None, None)
    assert record.party == Party(ONE, clinics.here.id, PersonKind.CLIENT)


async def test_nothing_private_stands_in_the_tables(clinics: Clinics) -> None:
    async with clinics.write() as unit:
        await unit.people.add([NewPerson(ONE, ANA)], NOW)
        row = (await unit.session.execute(text("SELECT * FROM people"))).one()
    stored = " ".join(str(value) for value in row)
    assert [secret for secret in SECRET if secret in stored] == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(fields=people())
async def test_anybody_who_passes_the_checks_can_be_kept(clinics: Clinics, fields: PersonFields) -> None:
    async with clinics.write() as unit:
        await unit.people.add([NewPerson(ONE, fields)], NOW)
        record = await unit.people.find(ONE)
        assert record is not None
        assert record.fields == fields
        await unit.session.rollback()


async def test_an_address_is_found_in_any_spelling_and_used_once(clinics: Clinics) -> None:
    async with clinics.write() as unit:
        await unit.people.add([NewPerson(ONE, ANA)], NOW)
        for spelled in ("ANA@bücher.example", "ana@xn--bcher-kva.EXAMPLE"):
            assert await unit.people.with_email(spelled) == ONE
        assert await unit.people.with_email("ben@bücher.example") is None
        assert len(await unit.people.email_hashes()) == 1

    async def add_again() -> None:
        async with clinics.write() as unit:
            await unit.people.add([NewPerson(PersonId("pt_2"), ANA)], NOW)

    with pytest.raises(WriteConflict):
        await add_again()


async def test_a_clinic_has_its_own_people_only(clinics: Clinics) -> None:
    async with clinics.write(clinics.there) as unit:
        await unit.people.add([NewPerson(ONE, ANA)], NOW)
    async with clinics.write() as unit:
        assert await unit.people.find(ONE) is None
        assert await unit.people.find_all([ONE]) == []
        assert await unit.people.names([ONE]) == {}
        assert await unit.people.with_email(ANA.email) is None
        assert await unit.people.email_hashes() == frozenset()
        assert await unit.people.page(PersonKind.CLIENT, None, 9) == []
        await unit.people.archive(ONE, NOW)
        await unit.people.fold(ONE, PersonId("pt_2"), NOW)
    async with clinics.write(clinics.there) as unit:
        record = await unit.people.find(ONE)
        assert record is not None
        assert (record.version, record.archived_at) == (1, None)


async def test_a_change_needs_the_version_it_was_made_from(clinics: Clinics) -> None:
    async with clinics.write() as unit:
        await unit.people.add([NewPerson(ONE, ANA)], NOW)
        before = await unit.people.find(ONE)
        assert before is not None
        assert await unit.people.change(before, replace(ANA, phone=""), ["en"])
        assert not await unit.people.change(before, ANA, [])
        after = await unit.people.find(ONE)
        assert after is not None
        assert (after.fields.phone, after.more_languages, after.version) == ("", ("en",), 2)


async def test_new_names_replace_the_words_that_are_searched(clinics: Clinics) -> None:
    async with clinics.write() as unit:
        await unit.people.add([NewPerson(ONE, ANA)], NOW)
        before = await unit.people.find(ONE)
        assert before is not None
        await unit.people.change(before, replace(ANA, display_name="Bo", legal_name="Bo Li"), [])
        rows = await unit.session.execute(select(NameWordRow.beginning, NameWordRow.legal))
        found = {row.beginning: row.legal for row in rows}
        words = {word: unit.keys.beginning(word) for word in ("b", "bo", "l", "li")}
        assert found == {words["b"]: False, words["bo"]: False, words["l"]: True, words["li"]: True}


async def test_folding_leaves_the_shown_name_alone(clinics: Clinics) -> None:
    async with clinics.write() as unit:
        await unit.people.add([NewPerson(ONE, ANA)], NOW)
        await unit.people.fold(ONE, PersonId("pt_2"), NOW)
        record = await unit.people.find(ONE)
        assert record is not None
        assert (record.merged_into, record.fields.display_name) == ("pt_2", ANA.display_name)
        row = await unit.session.get(PersonRow, ONE)
        assert row is not None
        private = (row.legal_name, row.email, row.email_hash, row.phone, row.address, row.reach)
        assert private == (None,) * 6
        assert list(await unit.session.scalars(select(NameWordRow.person_id))) == []


async def test_pages_go_through_everybody_once(clinics: Clinics) -> None:
    async with clinics.write() as unit:
        everybody = [PersonId(f"pt_{number}") for number in range(7)]
        fields = replace(ANA, email="", safe_channel=SafeChannel.NONE)
        await unit.people.add([NewPerson(one, fields) for one in everybody], NOW)
        seen: list[PersonId] = []
        while page := await unit.people.page(PersonKind.CLIENT, seen[-1] if seen else None, 3):
            seen += [one.id for one in page]
    assert seen == everybody
