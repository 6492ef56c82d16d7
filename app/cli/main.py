"""The ``attune`` command: serve, migrate, demo, library, drain, link, clinic, audit, version.

Errors say plainly what is wrong and what to do; the exit status is then 2.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, TypeVar
from urllib.parse import quote

import typer

from app.access.mail.pages import Pages
from app.auth.invitations import Invitations
from app.auth.secret_key import data_key, signing_key
from app.cli.audit import audit
from app.cli.clinics import clinics
from app.cli.demo.people import MOST_PEOPLE, choose_links, simulated_people
from app.cli.demo.programme import seed_programme
from app.cli.demo.rooms import DemoRoom, seed_demo
from app.cli.drain import DrainRefused, ask_for_drain
from app.cli.links import JoinLink, list_links, withdraw_link
from app.cli.ops_client import NoService, OpsRefused, ask_service
from app.cli.terminal import NOT_APART, NOT_CURRENT, UNREACHABLE, load, refuse
from app.live.library import LibraryRefused, load_libraries, read_texts, reviews_of
from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.migrate import is_current, keeps_clinics_apart, upgrade
from app.persistence.unit_of_work import Database, StorageUnavailable
from app.runtime.clock import SystemClock, to_datetime
from app.runtime.private_files import make_files_private
from app.runtime.settings import Mode, Settings
from rooms.library.check import untranslated
from rooms.library.model import Library
from rooms.model.ids import RoomId, SeatId

__all__ = ["cli", "main"]

Found = TypeVar("Found")


class Language(StrEnum):
    """What simulated people speak."""

    ENGLISH = "en"
    SPANISH = "es"


cli = typer.Typer(
    help="Attune: real-time group therapy by video. Settings are ATTUNE_* variables (docs/settings.md).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
link = typer.Typer(help="Links into sessions: list them, withdraw one.", no_args_is_help=True)
cli.add_typer(link, name="link")
cli.add_typer(clinics, name="clinic")
cli.add_typer(audit, name="audit")


def main() -> None:
    """Run the command line."""
    make_files_private()
    cli()


@cli.command()
def serve() -> None:
    """Serve until Ctrl-C. The demo migrates its own database; in production run `attune migrate` first."""
    settings = load()
    libraries = _load_libraries(settings)
    asyncio.run(_prepare(settings))
    _serve(settings, libraries)


@cli.command()
def migrate() -> None:
    """Migrate the database to this release. Safe to run again, and from several machines at once."""
    settings = load()
    asyncio.run(_migrate(settings))
    typer.echo("The database is up to date.")


@cli.command()
def demo(
    serve: Annotated[bool, typer.Option("--serve", help="Serve as well, until Ctrl-C.")] = False,
    people: Annotated[
        int,
        typer.Option(
            min=0, max=MOST_PEOPLE, help="While serving: how many simulated people come to the first room."
        ),
    ] = MOST_PEOPLE,
    language: Annotated[Language, typer.Option(help="What they speak.")] = Language.ENGLISH,
) -> None:
    """Open the demo's rooms, unless they are open already, and print everybody's link."""
    settings = load()
    if settings.mode is not Mode.DEMO:
        refuse("`attune demo` makes invented people; it runs with ATTUNE_MODE=demo only.")
    libraries = _load_libraries(settings)
    rooms = asyncio.run(_seed(settings))
    coming = choose_links(rooms[0], people) if serve else []
    _print_links(settings, rooms, coming, serving=serve)
    if serve:
        with simulated_people([_url(settings, link.invitation) for link in coming], language):
            _serve(settings, libraries)


@cli.command("library")
def check_library() -> None:
    """Check the library as `attune serve` would, and say what is in it. Useful before a restart."""
    settings = load()
    for language, library in _load_libraries(settings).items():
        typer.echo(
            f"{language}: {len(library.prompts)} prompts, {len(library.decks)} decks, "
            f"{len(library.protocols)} protocols, {len(library.scripts)} scripts"
        )
    texts = read_texts(settings.library_dir)
    for language, files in untranslated(texts).items():
        for file in files:
            typer.echo(f"not in {language}, shown in English: {file}")
    for line in reviews_of(texts):
        typer.echo(line)


@cli.command()
def drain(
    worker: Annotated[int, typer.Argument(min=0, max=63, help="Its number, 0 for the first.")],
    stop: Annotated[bool, typer.Option("--stop", help="Let it keep the rooms it still has.")] = False,
) -> None:
    """Move a relay worker's rooms to the others and replace its process. The service must run on this machine."""
    settings = load()
    try:
        ask_for_drain(settings.host, settings.port, worker, stop=stop)
    except DrainRefused as refused:
        refuse(str(refused))
    if stop:
        typer.echo(f"Worker {worker} keeps its rooms.")
    else:
        typer.echo(f"Worker {worker} gives its rooms away, one each second. /ops shows how far it is.")


@link.command("list")
def print_session_links(
    session: Annotated[str, typer.Argument(help="The session's id, as on /ops.")],
) -> None:
    """Print a session's links, with the id of each seat. Anybody who has a link can join by it."""
    settings = load()
    links = asyncio.run(_with_links(settings, partial(list_links, session=RoomId(session))))
    if not links:
        refuse("there is no such session.")
    for found in links:
        typer.echo(f"{found.seat}  {found.label}, {found.place}  {_url(settings, found.invitation)}")


@link.command("withdraw")
def withdraw(
    seat: Annotated[str, typer.Argument(help="The seat's id (`attune link list`), or its link.")],
) -> None:
    """Withdraw a seat's link and print the new one. Whoever is in by the old link is disconnected at once."""
    settings = load()
    named = _seat_of(settings, seat)
    invitation = asyncio.run(_with_links(settings, partial(withdraw_link, seat=named)))
    if invitation is None:
        refuse("there is no such seat.")
    typer.echo(f"The link of {named} is withdrawn. The new one is {_url(settings, invitation)}")
    try:
        ask_service(settings.host, settings.port, f"/ops/links/{quote(named, safe='')}/end")
    except NoService:
        typer.echo(
            "The service does not answer on this machine. If it is down, this counts as soon as it is up."
        )
        typer.echo(
            "If it runs elsewhere, repeat the command there: until then whoever is in by the old link stays."
        )
    except OpsRefused as refused:
        why = "it cannot now." if refused.code else "does ATTUNE_OPS_NETWORKS hold this machine's address?"
        refuse(
            f"the service did not put out whoever is in by the old link: {why}",
            "repeat the command, or restart it.",
        )
    else:
        typer.echo("Whoever was in by the old link is out.")


@cli.command("version")
def print_version() -> None:
    """Print the version."""
    try:
        typer.echo(f"attune {version('attune')}")
    except PackageNotFoundError:
        typer.echo("attune, not installed (running from its sources)")


def _load_libraries(settings: Settings) -> Mapping[str, Library]:
    try:
        return load_libraries(settings.library_dir)
    except LibraryRefused as refused:
        refuse(*refused.lines)


async def _migrate(settings: Settings) -> None:
    try:
        await upgrade(settings.database_url)
    except StorageUnavailable:
        refuse(UNREACHABLE)


async def _prepare(settings: Settings) -> None:
    if settings.mode is Mode.DEMO:
        await _migrate(settings)
        return
    database = Database.at(settings.database_url)
    try:
        if not await is_current(database):
            refuse(NOT_CURRENT)
        if not await keeps_clinics_apart(database):
            refuse(NOT_APART)
    except StorageUnavailable:
        refuse(UNREACHABLE)
    finally:
        await database.close()


async def _seed(settings: Settings) -> list[DemoRoom]:
    await _migrate(settings)
    now = SystemClock().now()
    database = Database.at(settings.database_url)
    try:
        await seed_programme(ClinicStore(database, InstallationKey(data_key(settings))), to_datetime(now))
        return await seed_demo(database, _invitations(settings), now)
    finally:
        await database.close()


def _invitations(settings: Settings) -> Invitations:
    return Invitations(signing_key(settings))


async def _with_links(settings: Settings, do: Callable[[Database, Invitations], Awaitable[Found]]) -> Found:
    database = Database.at(settings.database_url)
    try:
        return await do(database, _invitations(settings))
    except StorageUnavailable:
        refuse(UNREACHABLE)
    finally:
        await database.close()


def _seat_of(settings: Settings, text: str) -> SeatId:
    """Return the seat that an id, or a link of any version, names."""
    _, sign, behind = text.partition("#")
    if not sign:
        return SeatId(text)
    invitation = _invitations(settings).read(behind)
    if invitation is None:
        refuse("this is no link of this service.")
    return invitation.seat


def _url(settings: Settings, invitation: str) -> str:
    return Pages(settings.public_url).room(invitation)


def _print_links(
    settings: Settings, rooms: list[DemoRoom], simulated: Sequence[JoinLink], *, serving: bool
) -> None:
    links = [link for room in rooms for link in room.links]
    label_width = max(len(link.label) for link in links)
    place_width = max(len(link.place) for link in links)
    typer.echo("\nOpen one link per browser window, the facilitator's first.")
    for room in rooms:
        typer.echo(f"\n{room.title}")
        for link in room.links:
            url = _url(settings, link.invitation)
            typer.echo(f"  {link.label:<{label_width}}  {link.place:<{place_width}}  {url}")
    if simulated:
        names = ", ".join(link.label for link in simulated if not link.is_phone)
        typer.echo(f"\nSimulated people come to the {rooms[0].title}: {names}.")
        typer.echo(
            "Open the facilitator's link and practice with them. Whoever opens one of their links takes over."
        )
    typer.echo("\nCtrl-C stops.\n" if serving else "\nStart the service with `attune serve`.\n")


def _serve(settings: Settings, libraries: Mapping[str, Library]) -> None:
    # Only this command needs the server and the relay; the others start faster without them.
    from app.wiring.bootstrap import open_services
    from app.wiring.main import create_app
    from app.wiring.serving import serve_forever
    from app.wiring.words import read_all

    read_all()
    serve_forever(create_app(settings, partial(open_services, libraries=libraries), libraries), settings)
