"""Asks the service on this machine to drain a relay worker."""

from app.cli.ops_client import NoService, OpsRefused, ask_service

__all__ = ["DrainRefused", "ask_for_drain"]

_REASONS = {
    "worker.last": "no other worker can take its rooms now.",
    "worker.not_ready": "this worker is not running now; try again in a moment.",
    "worker.unknown": "there is no such worker.",
}


class DrainRefused(Exception):
    """The worker is not draining; the text says why, in one sentence."""


def ask_for_drain(host: str, port: int, worker: int, *, stop: bool = False) -> None:
    """Start or stop draining a worker; returns once the service has accepted.

    Args:
        host: Where the web server listens.
        port: Its TCP port.
        worker: The worker's number.
        stop: Whether the worker keeps the rooms it still has.

    Raises:
        DrainRefused: The service does not answer, or refuses.
    """
    try:
        ask_service(host, port, f"/ops/workers/{worker}/{'undrain' if stop else 'drain'}")
    except NoService:
        raise DrainRefused("the service does not answer on this machine; is it running?") from None
    except OpsRefused as refused:
        why = _REASONS.get(
            refused.code, "the service refused; does ATTUNE_OPS_NETWORKS hold this machine's address?"
        )
        raise DrainRefused(why) from None
