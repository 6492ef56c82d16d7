"""Versions of documents that a clinic wrote."""

from dataclasses import replace

from app.persistence.repositories.safety.documents import StoredVersion
from clinic.consents.documents import DocumentKind
from clinic.consents.versions import VersionId
from tests.app.persistence.repositories.conftest import NOW, Clinics
from tests.support.consents import version_of


async def test_versions_are_kept_as_they_are_and_other_clinics_see_none(clinics: Clinics) -> None:
    writer, reviewer = await clinics.here.staff("Wren"), await clinics.here.staff("Rea")
    draft = replace(
        version_of(DocumentKind.TELEHEALTH, state="CA", effective_at=None), writer=writer, written_at=NOW
    )
    async with clinics.write() as unit:
        await unit.documents.add(draft)
    reviewed = replace(draft, reviewer=reviewer, reviewed_at=NOW, effective_at=NOW)
    async with clinics.write() as unit:
        assert await unit.documents.all() == [StoredVersion(draft, 1)]
        assert await unit.documents.change(StoredVersion(reviewed, 1))
        assert not await unit.documents.change(StoredVersion(draft, 1)), "somebody else was first"
    async with clinics.write() as unit:
        assert await unit.documents.all() == [StoredVersion(reviewed, 2)]
    async with clinics.write(clinics.there) as unit:
        assert await unit.documents.all() == []
        assert not await unit.documents.change(StoredVersion(draft, 2))
        await unit.documents.remove(reviewed.id)
    async with clinics.write() as unit:
        assert len(await unit.documents.all()) == 1
        await unit.documents.remove(VersionId(reviewed.id))
        assert await unit.documents.all() == []
