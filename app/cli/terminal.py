"""What all commands share: the settings, plain refusals, and the database of this release."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NoReturn

import typer

from app.auth.secret_key import data_key
from app.observability.logging import start_logging
from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.migrate import is_current
from app.persistence.unit_of_work import Database, StorageUnavailable
from app.runtime.private_files import close_to_others
from app.runtime.settings import Settings, SettingsRefused, load_settings

__all__ = ["NOT_APART", "NOT_CURRENT", "UNREACHABLE", "load", "open_store", "refuse"]

UNREACHABLE = "the database of ATTUNE_DATABASE_URL cannot be reached or used."
NOT_CURRENT = "the database has another schema than this release: run `attune migrate` first."
NOT_APART = (
    "the role of ATTUNE_DATABASE_URL is a superuser or has BYPASSRLS, so the database does not keep clinics apart:"
    " use one without them."
)


def load() -> Settings:
    """Return the settings, with logging started and private files closed to others; exits if they are wrong."""
    try:
        settings = load_settings()
    except SettingsRefused as refused:
        refuse(*refused.lines)
    start_logging(settings.log_level)
    close_to_others(settings.data_dir, settings.database_url)
    return settings


def refuse(*lines: str) -> NoReturn:
    """Say what is wrong, a sentence a line, and exit with status 2."""
    for line in lines:
        typer.echo(f"attune: {line}", err=True)
    raise typer.Exit(2)


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[ClinicStore]:
    """Open the clinics of this installation; exits if the database cannot be used or is of another release."""
    database = Database.at(settings.database_url)
    try:
        if not await is_current(database):
            refuse(NOT_CURRENT)
        yield ClinicStore(database, InstallationKey(data_key(settings)))
    except StorageUnavailable:
        refuse(UNREACHABLE)
    finally:
        await database.close()
