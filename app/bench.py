"""The ``attune bench`` commands: measure a part of Attune on this machine."""

import enum
import json
from typing import Annotated, NoReturn

import typer

__all__ = ["bench"]

bench = typer.Typer(help="Measure a part of Attune on this machine.", no_args_is_help=True)


class PeerRelay(enum.Enum):
    """A relay to compare with."""

    JANUS = "janus"


@bench.callback()
def choose() -> None:
    """Measure a part of Attune on this machine."""


@bench.command()
def relay(
    seats: Annotated[int, typer.Option(min=2, max=32, help="How many people send and receive.")] = 8,
    seconds: Annotated[float, typer.Option(min=1, help="How long is measured, after two of warm-up.")] = 15,
    peer: Annotated[
        PeerRelay | None, typer.Option(help="Measure this relay too, with the same load.")
    ] = None,
) -> None:
    """Fill a room on a relay worker and print what it costs: one JSON object per relay, ours last."""
    # Only this command needs the relay.
    from media.bench.janus import JanusFailed, measure_janus, missing_programs
    from media.bench.own import GateFailed, measure_own

    if peer is not None and (missing := missing_programs()):
        _refuse(f"--peer janus wants programs that are not installed: {', '.join(missing)}.", 2)
    try:
        figures = measure_own(seats, seconds)
        if peer is not None:
            other = measure_janus(seats, seconds)
            typer.echo(json.dumps(other))
            figures["ratio"] = round(_cost(figures) / _cost(other), 2)
    except GateFailed as failed:
        _refuse(f"the relay failed: {failed}.", 1)
    except JanusFailed as failed:
        _refuse(f"Janus could not be measured: {failed}", 1)
    typer.echo(json.dumps(figures))


def _cost(figures: dict[str, object]) -> float:
    cost = figures["cpu_us_per_packet"]
    assert isinstance(cost, float)
    return cost


def _refuse(line: str, code: int) -> NoReturn:
    typer.echo(f"attune: {line}", err=True)
    raise typer.Exit(code)
