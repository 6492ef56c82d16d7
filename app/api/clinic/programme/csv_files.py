"""Cohorts and memberships from CSV files."""

from fastapi import APIRouter
from starlette.requests import Request

from app.access.programme import csv_files
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.files import (
    DryRunOnly,
    ImportAnswer,
    csv_body,
    import_answer,
    import_once,
    read_file,
)
from app.api.clinic.common.repeats import RepeatKey
from app.api.services import Provided
from app.persistence.clinic_store import ClinicUnit

__all__ = ["router"]

router = APIRouter(tags=["Programme"])

_COHORTS = csv_body(
    "name,program,track,admission,capacity", "Evening group,Intensive outpatient,group,rolling,10"
)
_MEMBERSHIPS = csv_body("email,cohort,since", "ana@example.org,Evening group,2026-03-02")


@router.post("/cohorts/import", openapi_extra=_COHORTS)
async def import_cohorts(
    caller: Signed, request: Request, dry_run: DryRunOnly, key: RepeatKey = None
) -> ImportAnswer:
    """Add every group in a CSV file, or tell what is wrong with it."""
    async with caller.read() as unit:
        known = await csv_files.begin_cohorts(unit, caller.principal)
    data = await read_file(request)
    file = await csv_files.read_cohorts(data, known)
    if dry_run:
        return import_answer(file, added=0, dry_run=True)

    async def add(unit: ClinicUnit) -> int:
        return await csv_files.import_cohorts(unit, caller.principal, file)

    return await import_once(caller, key, "import.cohorts", data, file, add)


@router.post("/memberships/import", openapi_extra=_MEMBERSHIPS)
async def import_memberships(
    caller: Signed, services: Provided, request: Request, dry_run: DryRunOnly, key: RepeatKey = None
) -> ImportAnswer:
    """Let every client in a CSV file join their groups and the sessions to come, or tell what speaks against it."""
    async with caller.read() as unit:
        known = await csv_files.begin_memberships(unit, caller.principal)
    data = await read_file(request)
    file = await csv_files.read_memberships(data, known)
    if dry_run:
        tried = await csv_files.try_memberships(caller, file, services.notices)
        return import_answer(tried, added=0, dry_run=True)

    async def add(unit: ClinicUnit) -> int:
        return await csv_files.import_memberships(unit, caller.principal, file, services.notices)

    answer = await import_once(caller, key, "import.memberships", data, file, add)
    services.plan_changed()
    return answer
