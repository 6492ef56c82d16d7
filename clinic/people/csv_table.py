"""The bytes of a CSV file as rows of cells (RFC 4180), whatever program saved it. Pure.

Encoding and separator are found out and reported, so that people see what was taken for what. Sizes are checked before
anything is parsed.
"""

import csv
import io
from dataclasses import dataclass
from enum import StrEnum

from clinic.common.errors import Refused

__all__ = ["MAX_BYTES", "MAX_ROWS", "CsvTable", "Encoding", "Row", "read_table"]

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
"""Lines after the header. A cell holds no line breaks, so that a line is a row."""

_SEPARATORS = (",", ";", "\t")


class Encoding(StrEnum):
    """What the bytes were taken for."""

    UTF_8 = "utf-8"
    UTF_8_MARKED = "utf-8-bom"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    WINDOWS_1252 = "windows-1252"


@dataclass(frozen=True, slots=True)
class Row:
    """One row, with its number as spreadsheets count: the header is row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A file taken apart."""

    encoding: Encoding
    separator: str
    header: Row
    rows: tuple[Row, ...]
    """Without those in which every cell is empty."""
    malformed_row: int | None = None
    """Where quotes do not match. Nothing from there on could be read."""


def read_table(data: bytes) -> CsvTable:
    """Take a CSV file apart.

    Raises:
        Refused: ``import.too_large`` (bytes), ``import.not_csv`` (a workbook or another file that is no text),
            ``import.encoding``, ``import.too_many_rows``, or ``import.empty``.
    """
    if len(data) > MAX_BYTES:
        raise Refused("import.too_large")
    encoding, text = _decode(data)
    if _lines(text) > MAX_ROWS + 1:
        raise Refused("import.too_many_rows")
    if not text.strip():
        raise Refused("import.empty")
    separator = _separator(text)
    rows, malformed_row = _rows(text, separator)
    header, *others = rows or [Row(1, ())]
    return CsvTable(encoding, separator, header, tuple(others), malformed_row)


def _decode(data: bytes) -> tuple[Encoding, str]:
    if data.startswith(b"PK\x03\x04"):
        raise Refused("import.not_csv")
    encoding, body, codec = _guess(data)
    try:
        text = body.decode(codec)
    except UnicodeDecodeError:
        raise Refused("import.encoding") from None
    # Pictures and programs have zero bytes, and so has no header. In other text, the cell that has one is told as any
    # other control character is.
    header = text.lstrip().partition("\n")[0].partition("\r")[0]
    if "\x00" in (text if encoding is Encoding.WINDOWS_1252 else header):
        raise Refused("import.not_csv")
    return encoding, text


def _guess(data: bytes) -> tuple[Encoding, bytes, str]:
    """Return the likely encoding, the bytes without its mark, and its codec."""
    for mark, encoding, codec in (
        (b"\xef\xbb\xbf", Encoding.UTF_8_MARKED, "utf-8"),
        (b"\xff\xfe", Encoding.UTF_16_LE, "utf-16-le"),
        (b"\xfe\xff", Encoding.UTF_16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return encoding, data.removeprefix(mark), codec
    # The header is in ASCII: in UTF-16 every other byte of it is zero.
    if data[1:2] == b"\x00":
        return Encoding.UTF_16_LE, data, "utf-16-le"
    if data[:1] == b"\x00":
        return Encoding.UTF_16_BE, data, "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return Encoding.WINDOWS_1252, data, "windows-1252"
    return Encoding.UTF_8, data, "utf-8"


def _separator(text: str) -> str:
    """Return the separator that the header has most of; Excel uses a semicolon where a comma is for decimals."""
    header = text.lstrip().splitlines()[0]
    return max(_SEPARATORS, key=header.count)


def _lines(text: str) -> int:
    breaks = text.count("\n") + text.count("\r") - text.count("\r\n")
    return breaks if text.endswith(("\n", "\r")) else breaks + 1


def _rows(text: str, separator: str) -> tuple[list[Row], int | None]:
    """Return the rows that say something, and the number of the one at which reading had to stop."""
    found: list[Row] = []
    number = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            number += 1
            if any(cell.strip() for cell in cells):
                found.append(Row(number, tuple(cells)))
    except csv.Error:
        return found, number + 1
    return found, None
