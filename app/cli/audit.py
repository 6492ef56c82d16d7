"""``attune audit``: checks that no entry of a clinic's audit trail was changed or taken away."""

import asyncio
from typing import Annotated, NamedTuple

import typer

from app.access.identity.founding import list_clinics
from app.cli.terminal import load, open_store, refuse
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.repositories.clinics import ClinicRecord
from app.runtime.clock import SystemClock, to_datetime
from app.runtime.settings import Settings
from clinic.records.audit import BEGINNING, find_break

__all__ = ["audit", "verify_chain"]

audit = typer.Typer(help="The audit trail: check that it is whole.", no_args_is_help=True)


class Verified(NamedTuple):
    """A clinic's chain: how many entries there are up to a break, and the number of the first broken one."""

    clinic: ClinicRecord
    entries: int
    broken: int | None


@audit.callback()
def explain() -> None:
    """The audit trail: check that it is whole."""


@audit.command("verify")
def verify(
    clinic: Annotated[str | None, typer.Argument(help="The clinic's id; every clinic without it.")] = None,
) -> None:
    """Check each entry against its seal. Exits with status 2 if one was changed or is missing."""
    checked = asyncio.run(_verify(load(), clinic))
    if clinic is not None and not checked:
        refuse("there is no such clinic; `attune clinic list` prints them all.")
    for one in checked:
        if one.broken is None:
            typer.echo(f"{one.clinic.id}  {one.entries} {'entry' if one.entries == 1 else 'entries'}, whole")
    broken = [
        f"{one.clinic.id}: entry {one.broken} was changed, or one is missing there."
        for one in checked
        if one.broken is not None
    ]
    if broken:
        refuse(*broken)


async def verify_chain(store: ClinicStore, clinic: ClinicRecord) -> Verified:
    """Walk a clinic's chain page by page, in memory for one page only."""
    count, seal = 0, BEGINNING
    now = to_datetime(SystemClock().now())
    while True:
        async with store.read(clinic.id, Actor("operator"), now) as unit:
            page = await unit.audit.page(after=count)
        if (broken := find_break(page, seal, count)) is not None:
            return Verified(clinic, count, broken)
        if not page:
            return Verified(clinic, count, None)
        count, seal = page[-1].entry.number, page[-1].seal


async def _verify(settings: Settings, wanted: str | None) -> list[Verified]:
    async with open_store(settings) as store:
        return [
            await verify_chain(store, clinic)
            for clinic in await list_clinics(store)
            # A clinic without keys was made by an older release for its demo, and has no trail.
            if clinic.data_key is not None and wanted in (None, clinic.id)
        ]
