"""What the API for systems works with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.access.records.exports.callers import AccessTokens
from app.auth.assertions import AssertionRefused, PublicKey, read_keys
from app.auth.oidc.fetch import JsonFetcher
from app.persistence.repositories.records.systems import StoredSystem
from clinic.common.errors import Refused

__all__ = ["KeyFinder", "SystemServices"]


class KeyFinder:
    """Finds the keys of a system: those that were entered, or those that it has at its own address today.

    Args:
        fetcher: Fetches from public hosts alone, by HTTPS, without redirects, bounded in bytes and time.
    """

    def __init__(self, fetcher: JsonFetcher) -> None:
        self._fetcher = fetcher

    def is_allowed(self, url: str) -> bool:
        """Return whether keys may be fetched from an address."""
        return self._fetcher.is_allowed(url)

    async def fetch(self, url: str) -> tuple[PublicKey, ...]:
        """Return the keys at an address. Raises AssertionRefused: there are none that can be used."""
        try:
            answer = await self._fetcher.get(url)
        except Refused:
            raise AssertionRefused("The keys of this system could not be fetched.") from None
        keys = answer.body.get("keys")
        if answer.status != 200 or not isinstance(keys, list) or len(keys) > _MOST_FETCHED:
            raise AssertionRefused("There is no set of keys at the address of this system.")
        return read_keys([each for each in keys if _can_sign(each)])

    async def find(self, system: StoredSystem) -> tuple[PublicKey, ...]:
        """Return the keys of a system. Raises AssertionRefused."""
        if system.keys_url is None:
            return read_keys(system.keys)
        return await self.fetch(system.keys_url)


@dataclass(frozen=True, slots=True)
class SystemServices:
    """What requests of systems need.

    Attributes:
        base: The address of the API, without a slash at its end.
        wake: Called after an export was asked for.
    """

    base: str
    tokens: AccessTokens
    keys: KeyFinder
    wake: Callable[[], None]


_MOST_FETCHED = 20


def _can_sign(key: object) -> bool:
    """Return whether a key is for signing with what is spoken here; sets may hold others."""
    if not isinstance(key, Mapping) or key.get("use", "sig") != "sig":
        return False
    kinds: dict[Any, bool] = {"RSA": True, "EC": key.get("crv") == "P-384"}
    return kinds.get(key.get("kty"), False) and key.get("alg") in (None, "RS384", "ES384")
