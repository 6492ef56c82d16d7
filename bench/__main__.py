"""``python -m bench``: measure a part of Attune on this machine."""

import asyncio
import enum
import json
import os
from collections.abc import Callable, Sequence
from typing import Annotated, NoReturn

import typer

from bench.clinic.size import DatabaseKind

__all__ = ["bench"]

bench = typer.Typer(help="Measure a part of Attune on this machine.", no_args_is_help=True)

_Figures = dict[str, object]


class PeerRelay(enum.Enum):
    """A relay to compare ours with."""

    MEDIASOUP = "mediasoup"
    LIVEKIT = "livekit"
    GALENE = "galene"
    JANUS = "janus"
    ALL = "all"


@bench.callback()
def choose() -> None:
    """Measure a part of Attune on this machine."""


@bench.command()
def relay(
    seats: Annotated[
        list[int] | None, typer.Option(min=2, max=32, help="People of a room, 8; repeatable.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=1, help="How long is measured, after two of warm-up.")] = 15,
    peer: Annotated[
        list[PeerRelay] | None, typer.Option(help="Measure this relay too, with the same load; repeatable.")
    ] = None,
    runs: Annotated[int, typer.Option(min=1, help="Measure so often in turn; medians come last.")] = 1,
    rooms: Annotated[
        list[int] | None, typer.Option(min=1, max=64, help="Rooms on our one worker, 1; repeatable.")
    ] = None,
    share: Annotated[float, typer.Option(min=0.01, max=1, help="The part of the load that is sent.")] = 1,
    client_processes: Annotated[
        int | None, typer.Option(min=1, max=64, help="The most that all rooms are filled from; one per core.")
    ] = None,
    precedence: Annotated[
        bool, typer.Option("--precedence", help="The worker runs before its clients, as in a service.")
    ] = False,
    simulcast: Annotated[
        bool, typer.Option("--simulcast", help="Cameras send three layers; everyone sees one other large.")
    ] = False,
    feedback: Annotated[
        bool, typer.Option("--feedback", help="Every packet is numbered and reported on, as browsers do.")
    ] = False,
) -> None:
    """Fill rooms on a relay worker and print its cost: one JSON object per relay and run, a table of several."""
    # Only this command needs the relay.
    from bench.relay.own.rooms import OwnOptions
    from bench.relay.peers.beside import Turns, measure_in_turn, table_of
    from bench.relay.single import RelayFailed

    if peer and (simulcast or feedback or precedence or share != 1):
        _refuse("--simulcast, --feedback, --precedence and --share measure our relay only.", 2)
    failures: list[str] = []

    def regret(line: str) -> None:
        failures.append(line)
        typer.echo(f"attune: {line}.", err=True)

    cores = len(os.sched_getaffinity(0))
    own = OwnOptions(
        seats=0,
        seconds=seconds,
        share=share,
        simulcast=simulcast,
        feedback=feedback,
        client_processes=client_processes or cores,
        precedence=precedence,
    )
    turns = Turns(own, sorted(set(seats or [8])), sorted(set(rooms or [1])), _found(peer or []), runs)
    try:
        medians = measure_in_turn(turns, lambda figures: typer.echo(json.dumps(figures)), regret)
    except RelayFailed as failed:
        _refuse(f"the relay failed: {failed}.", 1)
    if runs > 1:
        for figures in medians:
            typer.echo(json.dumps(figures))
    if len(medians) > 1:
        typer.echo(table_of(medians))
    if failures:
        raise typer.Exit(1)


@bench.command()
def page(
    people: Annotated[int, typer.Option(min=2, max=12, help="How many pages are in the room.")] = 5,
    seconds: Annotated[float, typer.Option(min=1, help="How long each state is measured.")] = 15,
    *,
    beside_livekit: Annotated[
        bool, typer.Option("--beside-livekit", help="The others are light; also measure LiveKit's page.")
    ] = False,
) -> None:
    """Print what a member's page costs in a room, as usual and with less power, as one JSON object for each page."""
    # Only this command needs a browser.
    from bench.arrivals.service import ServiceFailed
    from bench.page.browsers import has_browser
    from bench.page.light import measure_light
    from bench.page.meet.run import measure_meet, missing
    from bench.page.run import measure_page
    from bench.relay.peers.program import PeerFailed

    lack = missing() if beside_livekit else ""
    if lack or not has_browser():
        _refuse(lack or "Chromium is not installed.", 2)
    turns = {"attune": measure_light, "livekit": measure_meet} if beside_livekit else {"attune": measure_page}
    for name, measure in turns.items():
        try:
            figures = asyncio.run(measure(people, seconds))
        except (ServiceFailed, PeerFailed) as failed:
            _refuse(f"{name} failed: {failed}", 1)
        typer.echo(json.dumps({"page": name, "people": people, **figures}))


@bench.command()
def soak(
    minutes: Annotated[float, typer.Option(min=0.05, help="How long people come and go.")] = 10,
    rooms: Annotated[int, typer.Option(min=1, max=32, help="Rooms on the one worker.")] = 3,
    seats: Annotated[int, typer.Option(min=2, max=32, help="People of each room.")] = 4,
    seed: Annotated[int, typer.Option(help="Of how long each of them stays.")] = 1,
    gates: Annotated[float, typer.Option(min=0.1, help="How often a second a gate closes or opens.")] = 100,
) -> None:
    """Let people join and leave on one worker and print whether it leaks anything; fails if it does."""
    from bench.relay.single import RelayFailed
    from bench.relay.soak.crowd import SoakOptions
    from bench.relay.soak.run import run_soak

    try:
        figures = run_soak(
            SoakOptions(seconds=60 * minutes, rooms=rooms, seats=seats, seed=seed, gates_per_s=gates)
        )
    except RelayFailed as failed:
        _refuse(f"the relay failed: {failed}.", 1)
    typer.echo(json.dumps(figures))
    if figures["faults"]:
        raise typer.Exit(1)


@bench.command()
def stalls(
    people: Annotated[int, typer.Option(min=2, max=32, help="People of the other room.")] = 30,
    seconds: Annotated[float, typer.Option(min=0.2, help="How long each flood takes.")] = 5,
) -> None:
    """Listen in a quiet room while another room of its worker is joined, flooded and torn down; print what was heard."""
    from bench.relay.single import RelayFailed
    from bench.stalls.run import measure_stalls

    try:
        for trouble, noticed in measure_stalls(people, seconds).items():
            typer.echo(json.dumps({trouble: noticed}))
    except RelayFailed as failed:
        _refuse(f"the relay failed: {failed}.", 1)


@bench.command()
def voices(
    seats: Annotated[int, typer.Option(min=2, max=31, help="How many people speak at once.")] = 24,
    seconds: Annotated[float, typer.Option(min=0.5, help="How long everybody listens.")] = 10,
) -> None:
    """Let everybody of a room speak at once and print the gaps that the relay made, and how soon a newcomer hears."""
    from bench.relay.single import RelayFailed
    from bench.stalls.voices import measure_voices

    try:
        typer.echo(json.dumps(measure_voices(seats, seconds)))
    except RelayFailed as failed:
        _refuse(f"the relay failed: {failed}.", 1)


@bench.command()
def floor(
    rooms: Annotated[int, typer.Option(min=1, max=20_000, help="Rooms of twelve people each.")] = 1_000,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long each of the two measurements runs.")] = 10,
    rate: Annotated[float, typer.Option(min=1, help="Commands a second of the second measurement.")] = 2_000,
    runs: Annotated[int, typer.Option(min=1, help="Measure so often; the median comes last.")] = 1,
) -> None:
    """Run rooms that take turns, with every view built and every event stored, and print the cost."""
    from bench.figures import median_of
    from bench.floor.run import FloorOptions, measure_floor

    figures = []
    for _ in range(runs):
        figures.append(measure_floor(FloorOptions(rooms, seconds, rate)))
        typer.echo(json.dumps(figures[-1]))
    if runs > 1:
        typer.echo(json.dumps({"median_of": runs, **median_of(figures)}))


@bench.command()
def arrivals(
    rooms: Annotated[int, typer.Option(min=1, max=1_000, help="Rooms that fill at the same moment.")] = 200,
    running: Annotated[int, typer.Option(min=1, max=500, help="Rooms that are full and take turns.")] = 50,
    database_url: Annotated[
        str | None, typer.Option(help="An empty database, in place of a SQLite file of its own.")
    ] = None,
) -> None:
    """Let twelve people join each of many rooms at the same moment; print how long it takes and the effect on others."""
    from bench.arrivals.run import ArrivalOptions, measure_arrivals

    _print_measured(lambda: measure_arrivals(ArrivalOptions(rooms, running, database_url=database_url)))


@bench.command("rooms")
def cost_of_rooms(
    rooms: Annotated[int, typer.Option(min=1, max=1_000, help="Rooms of twelve people each.")] = 200,
    seconds: Annotated[float, typer.Option(min=1, help="How long each of the two measurements takes.")] = 20,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds from one command to the next in each.")] = 5,
    database_url: Annotated[
        str | None, typer.Option(help="An empty database, in place of a SQLite file of its own.")
    ] = None,
) -> None:
    """Fill rooms over real sockets and print their cost for the web process: idle, and while people take turns."""
    from bench.arrivals.run import RoomOptions, measure_rooms

    _print_measured(lambda: measure_rooms(RoomOptions(rooms, every, seconds, database_url)))


@bench.command()
def clinic(
    clients: Annotated[int, typer.Option(min=50, max=20_000, help="Clients of the larger clinic.")] = 5_000,
    database: Annotated[DatabaseKind, typer.Option(help="Where it is kept.")] = DatabaseKind.SQLITE,
    calls: Annotated[int, typer.Option(min=1, help="How often each request is measured.")] = 200,
) -> None:
    """Ask a clinic with a year of sessions for its busiest pages, and a small one beside it; print one table."""
    from bench.clinic.asks import Unexpected
    from bench.clinic.database import DatabaseMissing
    from bench.clinic.run import ClinicOptions, measure_clinic

    try:
        table = measure_clinic(
            ClinicOptions(clients, database, calls), lambda line: typer.echo(line, err=True)
        )
    except DatabaseMissing:
        _refuse("PostgreSQL's programs (initdb, pg_ctl) are not installed.", 2)
    except Unexpected as unexpected:
        _refuse(f"a request failed: {unexpected}", 1)
    typer.echo(table)


@bench.command()
def web(
    runs: Annotated[int, typer.Option(min=1, help="Visit so often; each figure is the median.")] = 3,
    beside: Annotated[
        list[str] | None,
        typer.Option(
            help="NAME,URL,SELECTOR: another client that is being served, and what is pressed in it."
        ),
    ] = None,
) -> None:
    """Visit the room's page over slow links for the first and the second time, and print one table."""
    from bench.arrivals.service import ServiceFailed
    from bench.web.caddy import CaddyFailed
    from bench.web.run import client_from, has_browser, measure_web, table_of

    if not has_browser():
        _refuse("Chromium is not installed.", 2)
    try:
        clients = [client_from(text) for text in beside or []]
    except ValueError as wrong:
        _refuse(str(wrong), 2)
    try:
        rows = asyncio.run(measure_web(runs, clients, lambda line: typer.echo(line, err=True)))
    except (ServiceFailed, CaddyFailed) as failed:
        _refuse(f"the service failed: {failed}", 1)
    typer.echo(table_of(rows))


def _print_measured(measure: Callable[[], _Figures]) -> None:
    from bench.arrivals.service import ServiceFailed

    try:
        typer.echo(json.dumps(measure()))
    except ServiceFailed as failed:
        _refuse(f"the service failed: {failed}", 1)


def _found(peers: Sequence[PeerRelay]) -> list[str]:
    """The relays among these that are on this machine, by name; one line about each that is not."""
    from bench.relay.peers.namespace import missing

    wanted = [one for one in PeerRelay if one in peers or PeerRelay.ALL in peers]
    found = []
    for one in wanted:
        if one is PeerRelay.ALL:
            continue
        lack = missing(one.value)
        if lack:
            typer.echo(f"attune: {one.value} is not measured: {lack}.", err=True)
        else:
            found.append(one.value)
    return found


def _refuse(line: str, code: int) -> NoReturn:
    typer.echo(f"attune: {line}", err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    bench()
