"""Statements for tests, and the text of a PDF read back from its bytes."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from clinic.attendance.codes import DEFAULT_TABLE, CodeTable
from clinic.attendance.statements import (
    Heading,
    Leader,
    Sitting,
    Statement,
    StatementKind,
    Whereabouts,
    compose,
)
from clinic.common.ids import AppointmentId, PersonId, RecipientId
from clinic.programme.coverage import Coverage
from clinic.programme.spans import Span
from clinic.programme.tracks import Service

__all__ = ["CLIENT", "COVERAGE", "DANA", "MORNING", "PAYER", "pdf_text", "sitting", "statement"]

CLIENT, PAYER = PersonId("pt_ana"), RecipientId("rc_payer")
MORNING: Final = datetime(2026, 3, 2, 14, tzinfo=UTC)
"""Nine o'clock in New York."""
DANA = Leader(PersonId("pt_dana"), "Dana Therapist", "NY 081234")
COVERAGE = Coverage("cv_1", CLIENT, PAYER, "PPO Gold", "M-12", date(2026, 1, 1), minimum_min=180)

_TEXT: Final = re.compile(rb"BT /(F\d+) |\(((?:\\.|[^\\)])*)\) Tj|( ET)", re.DOTALL)
_ESCAPES: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def sitting(
    id_: str = "1",
    service: Service = Service.GROUP,
    minutes: float = 90,
    begins: datetime = MORNING,
    leaders: tuple[Leader, ...] = (DANA,),
    *,
    protected: bool = False,
) -> Sitting:
    """Return a session that the client was in from its beginning to its end."""
    ends = begins + timedelta(minutes=minutes)
    return Sitting(
        *(AppointmentId(f"ss_{id_}"), service, begins.date(), begins, ends, begins, ends),
        (Span(begins, ends),),
        Whereabouts.HOME,
        "NY",
        leaders,
        9 if service is Service.GROUP else None,
        is_protected=protected,
        identified=CLIENT if service is Service.COUPLES else None,
    )


def statement(
    *sittings: Sitting,
    kind: StatementKind = StatementKind.SUPERBILL,
    client: str = "Ana Ruiz",
    coverages: tuple[Coverage, ...] = (),
    recipient: RecipientId | None = None,
    table: CodeTable = DEFAULT_TABLE,
) -> Statement:
    """Return a statement of these sessions, which tells protected ones."""
    to = "Acme Health" if recipient else ""
    composed = compose(CLIENT, kind, sittings, coverages, table, payer=recipient, may_tell_protected=True)
    heading = Heading("Harbor Clinic", client, "America/New_York", "Acme Health", "PPO Gold", "M-12", to)
    if recipient is not None and composed.tells_protected:
        ends = datetime(2026, 9, 2, 4, tzinfo=UTC)
        heading = Heading(
            *(heading.clinic, heading.client, heading.zone, heading.payer, heading.plan, heading.member),
            to,
            "payment of my care",
            ends,
        )
    return Statement(
        "st_1",
        CLIENT,
        kind,
        date(2026, 3, 1),
        date(2026, 3, 31),
        datetime(2026, 4, 1, 15, tzinfo=UTC),
        DANA.person,
        recipient,
        (table.scope, table.number),
        heading,
        composed,
    )


def pdf_text(pdf: bytes) -> str:
    """Return the text of an uncompressed PDF as its own tables give it back, one line for each piece of text."""
    maps = _maps(pdf)
    font, line, lines = "", "", list[str]()
    for found in _TEXT.finditer(pdf):
        if found[1]:
            font = found[1].decode()
        elif found[3]:
            lines.append(line)
            line = ""
        elif found[2] is not None:
            raw = re.sub(rb"\\(.)", lambda one: _ESCAPES.get(one[1], one[1]), found[2], flags=re.DOTALL)
            codes = (int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2))
            line += "".join(maps[font].get(code, "\ufffd") for code in codes)
    return "\n".join(each for each in lines if each)


def _maps(pdf: bytes) -> dict[str, dict[int, str]]:
    """Return, by font, which text each code stands for."""
    objects = {
        int(found[1]): found[2] for found in re.finditer(rb"\n(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL)
    }
    maps = {}
    for name, number in set(re.findall(rb"/(F\d+) (\d+) 0 R", pdf)):
        table = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
        assert table is not None, "each font says what its codes mean"
        pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", objects[int(table[1])], re.IGNORECASE)
        maps[name.decode()] = {
            int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs
        }
    return maps
