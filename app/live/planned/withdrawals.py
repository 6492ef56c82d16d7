"""News of withdrawn consents, for whatever runs while they are withdrawn, such as a room with an observer in it."""

import logging
from collections.abc import Callable

from clinic.consents.grants import Withdrawal

__all__ = ["Withdrawals"]

_log = logging.getLogger(__name__)


class Withdrawals:
    """Passes news on to everybody who follows; implements ``app.access.consents.notices.ConsentNotices``."""

    def __init__(self) -> None:
        self._followers: list[Callable[[Withdrawal], None]] = []

    def follow(self, follower: Callable[[Withdrawal], None]) -> None:
        """Call this at each withdrawal, once it is stored. It must not wait: what takes time belongs to a task."""
        self._followers.append(follower)

    def withdrawn(self, news: Withdrawal) -> None:
        """Tell everybody who follows; one that fails keeps nobody else from being told."""
        for follower in self._followers:
            try:
                follower(news)
            except Exception:  # noqa: BLE001 (the withdrawal is stored: its answer must not depend on a follower)
                _log.exception("consent.not_followed")
