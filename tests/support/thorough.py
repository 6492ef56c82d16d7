"""How much the random tests of rooms do: everything with ``make test-all``, a sixth of it with ``make test``.

What they check does not depend on it, only how many people's evenings they try.
"""

import os

__all__ = ["THOROUGH", "examples"]

THOROUGH = os.environ.get("TEST_THOROUGHLY") == "1"


def examples(number: int) -> int:
    """So many of this number are tried in this run."""
    return number if THOROUGH else -(-number // 6)
