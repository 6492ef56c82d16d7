"""Makes and hashes recovery codes; ``clinic.identity.recovery`` says when one is good.

A code has 80 random bits, so a plain SHA-256 of it cannot be undone by trying.
"""

import hashlib
import secrets
from typing import Final

from clinic.identity.recovery import CODES

__all__ = ["hash_recovery_code", "make_recovery_codes"]

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's Base32: no letter that is taken for a digit."""
_LIKE_DIGITS: Final = str.maketrans("OIL", "011")
_GROUPS, _GROUP = 4, 4
_MOST_TYPED: Final = 64


def make_recovery_codes() -> tuple[str, ...]:
    """Return a new set of codes, such as ``7K2M-90QX-WDF4-3HTB``, to be shown once."""
    codes: set[str] = set()
    while len(codes) < CODES:
        signs = "".join(secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP))
        codes.add("-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP)))
    return tuple(sorted(codes))


def hash_recovery_code(typed: str) -> str:
    """Return the hash of a code however it was typed: small letters, other separators, O for 0, I or L for 1."""
    plain = "".join(sign for sign in typed[:_MOST_TYPED].upper() if sign.isalnum()).translate(_LIKE_DIGITS)
    return hashlib.sha256(plain.encode()).hexdigest()
