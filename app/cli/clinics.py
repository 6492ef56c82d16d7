"""``attune clinic``: founds a clinic, lists all, lets an owner back in, and gives a clinic a new key."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Final, TypeVar

import typer

from app.access.identity.founding import Founded, found_clinic, list_clinics, recover_clinic, rotate_key
from app.access.mail.pages import Pages
from app.cli.terminal import load, open_store, refuse
from app.persistence.clinic_store import ClinicStore
from app.runtime.clock import SystemClock, to_datetime
from app.runtime.settings import Settings
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import ClinicId

__all__ = ["clinics"]

Answer = TypeVar("Answer")
Email = Annotated[str, typer.Option("--owner", help="The owner's e-mail address, by which they sign in.")]

clinics = typer.Typer(
    help="Clinics: found one, list them, let an owner back in, make a new key.", no_args_is_help=True
)

_SENTENCES: Final = {
    "name.empty": "the clinic needs a name.",
    "name.too_long": "the clinic's name is too long: 200 characters at most.",
    "name.unprintable": "the clinic's name holds something that cannot be printed.",
    "email.malformed": "--owner is no e-mail address: dana@clinic.example would be one.",
    "time_zone.unknown": "--time-zone is no time zone: America/New_York or Europe/Madrid would be one.",
    "clinic.unknown": "there is no such clinic; `attune clinic list` prints them all.",
    "keys.changed": "somebody else gave this clinic a new key just now; nothing was changed.",
    "recover.client": "this address is a client's of the clinic: choose another one.",
    "recover.archived": "whoever has this address is archived in the clinic: choose another one.",
}

_OF_OWNER: Final = {
    "name.empty": "--owner-name is empty: leave it out, and the owner is asked.",
    "name.too_long": "--owner-name is too long: 100 characters at most.",
    "name.unprintable": "--owner-name holds something that cannot be printed.",
}


@clinics.command("create")
def create(
    name: Annotated[str, typer.Argument(help="What the clinic is called; shown to its people.")],
    owner: Email,
    time_zone: Annotated[str, typer.Option("--time-zone", help="IANA name, such as America/New_York.")],
    owner_name: Annotated[
        str | None, typer.Option("--owner-name", help="How the owner is called; else they are asked.")
    ] = None,
) -> None:
    """Found a clinic and print its owner's link. The link is good once, for 24 hours."""
    settings = load()
    founded = _run(settings, partial(_create, name, owner, time_zone, owner_name))
    typer.echo(f"{name.strip()} is founded: {founded.clinic}")
    _print_link(settings, founded)


@clinics.command("recover")
def recover(
    clinic: Annotated[str, typer.Argument(help="The clinic's id (`attune clinic list`).")], owner: Email
) -> None:
    """Let an owner back in who is gone or has lost everything: ends every owner's sign-ins and prints a new link."""
    settings = load()
    founded = _run(settings, partial(_recover, clinic, owner))
    typer.echo("Every owner's sign-ins have ended.")
    _print_link(settings, founded)


@clinics.command("rotate-key")
def rotate(clinic: Annotated[str, typer.Argument(help="The clinic's id (`attune clinic list`).")]) -> None:
    """Give a clinic a new key, which encrypts from now on. What was encrypted before stays readable."""
    count = _run(load(), lambda store, now: rotate_key(store, ClinicId(clinic), now))
    typer.echo(
        f"The clinic has a new key, number {count}. Earlier values stay readable with the keys before it."
    )


@clinics.command("list")
def print_all() -> None:
    """Print every clinic: id, time zone, name."""
    for clinic in _run(load(), lambda store, _now: list_clinics(store)):
        typer.echo(f"{clinic.id}  {clinic.time_zone}  {clinic.name}")


async def _create(
    name: str, owner: str, time_zone: str, owner_name: str | None, store: ClinicStore, now: datetime
) -> Founded:
    return await found_clinic(store, name, owner, time_zone, now, owner_name=owner_name)


async def _recover(clinic: str, owner: str, store: ClinicStore, now: datetime) -> Founded:
    return await recover_clinic(store, ClinicId(clinic), owner, now)


def _run(settings: Settings, do: Callable[[ClinicStore, datetime], Awaitable[Answer]]) -> Answer:
    async def run() -> Answer:
        async with open_store(settings) as store:
            return await do(store, to_datetime(SystemClock().now()))

    try:
        return asyncio.run(run())
    except Invalid as invalid:
        refuse(*(_sentence(error) for error in invalid.errors))
    except Refused as refused:
        refuse(_SENTENCES[refused.code])


def _sentence(error: FieldError) -> str:
    return _OF_OWNER[error.code] if error.field == "owner_name" else _SENTENCES[error.code]


def _print_link(settings: Settings, founded: Founded) -> None:
    typer.echo("The owner's link, good once and for 24 hours. It is not shown again:")
    typer.echo(Pages(settings.public_url).welcome(founded.secret))
