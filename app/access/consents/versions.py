"""Every version of every document that a clinic has: its own, and those of the release."""

from functools import cache
from importlib.resources import files

import clinic.consents
from app.persistence.clinic_store import ClinicUnit
from clinic.consents.shipped import parse_file, shipped_versions
from clinic.consents.versions import DocumentVersion

__all__ = ["all_versions", "outlines", "shipped"]


@cache
def shipped() -> tuple[DocumentVersion, ...]:
    """Return the versions of the release. Raises ShippedFileWrong: this installation is damaged."""
    folder = files(clinic.consents) / "library"
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    texts = [parse_file(file.name, file.read_text("utf-8")) for file in found if file.name.endswith(".toml")]
    return shipped_versions(texts)


async def all_versions(unit: ClinicUnit) -> list[DocumentVersion]:
    """Return the versions of the clinic and of the release."""
    return [*shipped(), *(each.document for each in await unit.documents.all())]


async def outlines(unit: ClinicUnit) -> list[DocumentVersion]:
    """Return the same; those of the clinic without their texts."""
    return [*shipped(), *await unit.documents.outlines()]
