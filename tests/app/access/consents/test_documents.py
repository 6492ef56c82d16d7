"""A clinic's documents: the next version, its review, and what cannot be changed."""

from dataclasses import replace
from datetime import date, timedelta

from app.access.consents.documents import (
    discard_draft,
    list_documents,
    put_draft,
    read_document,
    review_draft,
)
from clinic.consents.documents import DocumentKey, DocumentKind
from clinic.consents.versions import VersionState, state_of
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from tests.app.access.conftest import NOW, Place, invalid, refused
from tests.app.access.consents.conftest import TEXTS, put_in_force

AGREEMENT, CALIFORNIA = DocumentKey(DocumentKind.AGREEMENT), DocumentKey(DocumentKind.TELEHEALTH, "CA")
TODAY = date(2026, 3, 2)


async def directors(place: Place) -> tuple[Principal, Principal]:
    return (
        await place.staff(StaffRole.CLINICAL_DIRECTOR, name="Wren"),
        await place.staff(StaffRole.OWNER, name="Rea"),
    )


async def test_a_clinic_begins_with_the_texts_of_the_release(place: Place) -> None:
    wren, _ = await directors(place)
    async with place.write() as unit:
        found = await list_documents(unit, wren)
    assert [each.key.kind for each in found] == list(DocumentKind)
    assert all(each.current and each.current.is_shipped and each.draft is None for each in found)


async def test_a_version_is_written_by_one_reviewed_by_another_and_holds_from_its_day(place: Place) -> None:
    wren, rea = await directors(place)
    async with place.write() as unit:
        written = await put_draft(unit, wren, AGREEMENT, 0, TEXTS, TODAY + timedelta(days=1))
        assert (written.draft_version, written.draft and written.draft.number) == (1, 2)
    async with refused("consent.own_review"), place.write() as unit:
        await review_draft(unit, wren, AGREEMENT, 1)
    async with place.write() as unit:
        reviewed = await review_draft(unit, rea, AGREEMENT, 1)
    assert reviewed.draft is not None
    assert state_of(reviewed.draft, NOW) is VersionState.REVIEWED
    assert reviewed.current is not None
    assert reviewed.current.is_shipped, "until its day"
    # Midnight of the clinic, five hours after that of UTC.
    starts = NOW.replace(hour=5) + timedelta(days=1)
    async with place.write(starts) as unit:
        found = await read_document(unit, wren, AGREEMENT)
    assert found.current is not None
    assert (found.current.number, found.draft, found.draft_version) == (2, None, 0)
    assert [each.number for each in found.history] == [1]
    assert {each.name for each in found.names.values()} == {"Wren", "Rea"}


async def test_what_holds_is_followed_and_not_changed(place: Place) -> None:
    held = await put_in_force(place, DocumentKind.AGREEMENT)
    wren, _ = await directors(place)
    async with refused("document.no_draft"), place.write() as unit:
        await discard_draft(unit, wren, AGREEMENT, 2)
    other = {**TEXTS, "en": replace(TEXTS["en"], title="Newer")}
    async with place.write() as unit:
        found = await put_draft(unit, wren, AGREEMENT, 0, other, TODAY)
    assert found.current is not None
    assert found.draft is not None
    assert (found.current.id, found.current.text("en").title) == (held, "Our rules")
    assert (found.draft.number, found.draft.id != held) == (3, True)


async def test_nobody_overwrites_what_somebody_else_wrote_meanwhile(place: Place) -> None:
    wren, rea = await directors(place)
    async with place.write() as unit:
        await put_draft(unit, wren, AGREEMENT, 0, TEXTS, TODAY)
    for version in (0, 2):
        async with refused("version.other"), place.write() as unit:
            await put_draft(unit, rea, AGREEMENT, version, TEXTS, TODAY)
    async with place.write() as unit:
        changed = await put_draft(unit, rea, AGREEMENT, 1, TEXTS, TODAY)
    assert changed.draft_version == 2
    async with refused("version.other"), place.write() as unit:
        await review_draft(unit, wren, AGREEMENT, 1)
    async with place.write() as unit:
        await discard_draft(unit, wren, AGREEMENT, 2)
        assert (await read_document(unit, wren, AGREEMENT)).draft is None


async def test_a_change_after_the_review_has_to_be_reviewed_again(place: Place) -> None:
    wren, rea = await directors(place)
    async with place.write() as unit:
        await put_draft(unit, wren, AGREEMENT, 0, TEXTS, TODAY + timedelta(days=9))
        await review_draft(unit, rea, AGREEMENT, 1)
        found = await put_draft(unit, rea, AGREEMENT, 2, TEXTS, TODAY + timedelta(days=9))
    assert found.draft is not None
    assert state_of(found.draft, NOW + timedelta(days=30)) is VersionState.DRAFT
    async with invalid(effective_on="consent.past_day"), place.write(NOW + timedelta(days=30)) as unit:
        await review_draft(unit, wren, AGREEMENT, 3)


async def test_texts_and_days_are_checked(place: Place) -> None:
    wren, _ = await directors(place)
    async with invalid(effective_on="consent.past_day"), place.write() as unit:
        await put_draft(unit, wren, AGREEMENT, 0, TEXTS, TODAY - timedelta(days=1))
    wrong = {**TEXTS, "es": replace(TEXTS["es"], body="<b>no</b>")}
    async with invalid(texts__es__text="consent.characters"), place.write() as unit:
        await put_draft(unit, wren, AGREEMENT, 0, wrong, TODAY)


async def test_a_state_may_have_its_own_text(place: Place) -> None:
    wren, _ = await directors(place)
    await put_in_force(place, DocumentKind.TELEHEALTH, state="CA")
    async with place.write() as unit:
        found = await read_document(unit, wren, CALIFORNIA)
        listed = [str(each.key) for each in await list_documents(unit, wren)]
    assert found.current is not None
    assert found.current.number == 1
    assert "telehealth-CA" in listed


async def test_staff_read_and_directors_write(place: Place) -> None:
    clinician = await place.staff(StaffRole.CLINICIAN)
    async with place.write() as unit:
        assert len(await list_documents(unit, clinician)) == len(DocumentKind)
    async with refused("access.denied"), place.write() as unit:
        await put_draft(unit, clinician, AGREEMENT, 0, TEXTS, TODAY)
    async with refused("access.denied"), place.write() as unit:
        await review_draft(unit, clinician, AGREEMENT, 1)
    host = await place.staff(StaffRole.TECH_HOST)
    async with refused("access.denied"), place.write() as unit:
        await list_documents(unit, host)
