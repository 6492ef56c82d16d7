"""The form of the setting that says where somebody goes who leaves a page at once."""

from typing import Final
from urllib.parse import urlsplit

__all__ = ["EXIT_URL", "check_exit_url"]

EXIT_URL: Final = "https://www.weather.gov/"
"""The weather: known to many, looked at by everybody, and without a word about why somebody came."""
_LONGEST = 200


def check_exit_url(value: str) -> str:
    """Return the address if a browser can be sent there. Raises ValueError."""
    parts = urlsplit(value)
    plain = value.isascii() and value.isprintable() and not set(value) & set(" \"'<>\\")
    if (
        not plain
        or len(value) > _LONGEST
        or parts.scheme != "https"
        or not parts.hostname
        or "@" in parts.netloc
    ):
        raise ValueError
    return value
