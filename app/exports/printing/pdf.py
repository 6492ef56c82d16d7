"""A statement as a PDF on letter paper: names run in the direction of their script, and one statement has one file.

Signs that the font lacks, such as Chinese ones, are printed as an empty box; the CSV file has them.
"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from app.exports.printing.wording import (
    Wording,
    load_wording,
    write_charge,
    write_clock,
    write_date,
    write_exact,
)
from clinic.attendance.codes import Match
from clinic.attendance.statements import DayLine, Leader, SessionLine, Statement, StatementKind
from clinic.consents.recipients import REDISCLOSURE_NOTICE

__all__ = ["write_pdf"]

_FONTS: Final = Path(__file__).parent / "fonts"
_FONT: Final = "DejaVu"
_INK, _GREY, _LINE = (28, 32, 38), (96, 102, 112), (205, 209, 215)
_MARGIN_MM: Final = 16.0
_GAP_MM: Final = 4.0
_CODE_MM: Final = (14.0, 13.0, 10.0, 12.0, 16.0)


def write_pdf(statement: Statement, language: str, *, compressed: bool = True) -> bytes:
    """Return the document.

    Args:
        compressed: Tests read text that is not.
    """
    page = _Page(statement, load_wording(language), language)
    page.set_compression(compressed)
    page.fill()
    return bytes(page.output())


class _Page(FPDF):
    """The document while it is written."""

    def __init__(self, statement: Statement, words: Wording, language: str) -> None:
        super().__init__(format="letter")
        self._statement = statement
        self._words = words
        self._zone = ZoneInfo(statement.heading.zone)
        self._bills = statement.kind is StatementKind.SUPERBILL
        self.set_margins(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=20)
        self.set_creation_date(statement.made_at)
        self.set_title(words.titles[statement.kind])
        self.set_lang(language)
        self.add_font(_FONT, "", _FONTS / "DejaVuSans.ttf")
        self.add_font(_FONT, "B", _FONTS / "DejaVuSans-Bold.ttf")
        self.set_text_shaping(True)

    def footer(self) -> None:
        """Write the number of the page, and whose statement it is by its id."""
        self.set_y(-14)
        self._style(7.5, _GREY)
        parts = self._words.parts
        self.cell(0, 4, parts["id"].format(id=self._statement.id))
        self.set_x(_MARGIN_MM)
        self.cell(0, 4, parts["page"].format(page=self.page_no(), pages="{nb}"), align="R")

    def fill(self) -> None:
        """Write everything."""
        self.add_page()
        self._heading()
        composed = self._statement.composed
        if composed.tells_protected and self._statement.recipient is not None:
            self._notice()
        if self._bills:
            self._diagnosis()
        if composed.days:
            self._section(self._words.parts["days"])
            self._columns(days=True)
            for day in composed.days:
                self._day(day)
        if composed.lines:
            self._section(self._words.parts["sessions"])
            self._columns(days=False)
            for line in composed.lines:
                self._session(line)
        self._end()

    def _heading(self) -> None:
        heading, words = self._statement.heading, self._words
        self._style(10, _GREY)
        self._line(heading.clinic, 6)
        self._style(19, _INK, bold=True)
        self._line(words.titles[self._statement.kind], 11)
        self.ln(3)
        since, last = write_date(self._statement.since, words), write_date(self._statement.last, words)
        made = self._statement.made_at.astimezone(self._zone).date()
        for key, text in (
            ("client", heading.client),
            ("period", f"{since} – {last}"),
            ("recipient", heading.recipient),
            ("payer", heading.payer),
            ("plan", heading.plan),
            ("member", heading.member),
            ("made", write_date(made, words)),
        ):
            if text:
                self._fact(words.heading[key], text)

    def _fact(self, name: str, text: str) -> None:
        self._style(9, _GREY)
        self.cell(38, 5.4, name)
        self._style(9.5, _INK, bold=name == self._words.heading["client"])
        self.multi_cell(0, 5.4, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _notice(self) -> None:
        heading, words = self._statement.heading, self._words
        self.ln(4)
        self.set_draw_color(*_INK)
        ends = heading.consent_ends
        # The consent ends with the day before the midnight that it names.
        last = (
            ""
            if ends is None
            else write_date((ends - timedelta(days=1)).astimezone(self._zone).date(), words)
        )
        scope = words.parts["consent"].format(recipient=heading.recipient, purpose=heading.purpose, ends=last)
        self._style(9, _INK, bold=True)
        self.multi_cell(
            0, 5, REDISCLOSURE_NOTICE, border="LTR", align="L", new_x=XPos.LMARGIN, padding=(2, 3, 0, 3)
        )
        self._style(8.5, _INK)
        self.multi_cell(0, 4.6, scope, border="LBR", align="L", new_x=XPos.LMARGIN, padding=(1, 3, 2, 3))

    def _diagnosis(self) -> None:
        self.ln(4)
        self._style(9, _GREY)
        self._line(self._words.heading["diagnosis"], 5.5)
        self._style(10, _INK)
        width = self.epw / 4
        for letter in "ABCD":
            self.cell(width, 9, f"{letter}  ______________")
        self.ln(9)

    def _section(self, title: str) -> None:
        self._keep_together(40)
        self.ln(5)
        self._style(11.5, _INK, bold=True)
        self._line(title, 7)

    def _columns(self, *, days: bool) -> None:
        words = self._words.columns
        self._style(7.5, _GREY)
        self._place(words["day"], 25)
        if days:
            self._place(words["minutes"], 57)
        else:
            self._place(words["times"], 42)
            self._place(words["minutes"], 15, align="R")
        self._columns_after(
            words["service"],
            (words["code"], words["modifiers"], words["pos"], words["revenue"], words["charge"]),
        )
        self._rule()

    def _columns_after(self, service: str, code: Iterable[str]) -> None:
        """Write the service, and on a superbill its code."""
        self._place("", _GAP_MM)
        self._place(service, self.epw - 82 - _GAP_MM - (sum(_CODE_MM) if self._bills else 0))
        if self._bills:
            for text, width in zip(code, _CODE_MM, strict=True):
                self._place(text, width)
        self.ln(5)

    def _place(self, text: str, width: float, align: str = "L") -> None:
        self.cell(width, 5, text, align=align)

    def _session(self, line: SessionLine) -> None:
        one, words = line.sitting, self._words
        begins, ends = (write_clock(at, self._zone, words) for at in (one.first_at, one.last_at))
        self._keep_together(14)
        self._style(9, _INK)
        self._place(write_date(one.on, words), 25)
        self._place(f"{begins} – {ends}", 42)
        self._place(str(line.present_min), 15, align="R")
        self._columns_after(words.services[one.service], self._code(line.match, line.pos))
        self._detail(self._about(line))
        self._rule()

    def _about(self, line: SessionLine) -> Iterable[str]:
        one, parts = line.sitting, self._words.parts
        begins, ends = (write_clock(at, self._zone, self._words) for at in (one.begins, one.ends))
        yield parts["session"].format(begins=begins, ends=ends)
        yield parts["exact"].format(time=write_exact(one.present))
        for leader in one.leaders:
            yield self._leader(leader)
        if one.head_count is not None:
            yield parts["people"].format(count=one.head_count)
        if line.match is not None and line.match.reason is not None:
            yield self._reason(line.match)

    def _leader(self, leader: Leader) -> str:
        parts = self._words.parts
        known = [
            parts["led"].format(name=leader.name),
            *([parts["licence"].format(number=leader.licence)] if leader.licence else []),
        ]
        return ", ".join(known)

    def _day(self, day: DayLine) -> None:
        words = self._words
        self._keep_together(14)
        self._style(9, _INK)
        self._place(write_date(day.on, words), 25)
        self._style(8, _INK)
        self._place(words.parts["minimum"].format(minimum=day.minimum_min, present=day.present_min), 57)
        self._style(9, _INK)
        self._columns_after(words.services[day.billed], self._code(day.match, day.pos))
        if day.match.reason is not None:
            self._detail([self._reason(day.match)])
        self._rule()

    def _code(self, match: Match | None, pos: str) -> tuple[str, str, str, str, str]:
        row = match.row if match is not None else None
        if row is None:
            return ("–", "", "", "", "") if self._bills else ("", "", "", "", "")
        charge = "" if row.charge is None else write_charge(row.charge, self._words)
        return row.code, " ".join(row.modifiers), pos, row.revenue, charge

    def _reason(self, match: Match) -> str:
        reason = match.reason.value if match.reason else ""
        return self._words.reasons[reason].format(needed=match.needed_min)

    def _detail(self, texts: Iterable[str]) -> None:
        self._style(7.5, _GREY)
        self.set_x(_MARGIN_MM + 25)
        self.multi_cell(0, 4, " · ".join(texts), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _end(self) -> None:
        parts, lines = self._words.parts, self._statement.composed.lines
        present = self._statement.composed.present
        self.ln(4)
        self._style(10, _INK, bold=True)
        total = self._words.total(len(lines)).format(
            sessions=len(lines),
            minutes=sum(line.present_min for line in lines),
            time=write_exact(present),
        )
        self._line(total if lines else parts["empty"], 6)
        self.ln(1)
        self._style(8, _GREY)
        zone = self._statement.heading.zone
        for text in (parts["zone"].format(zone=zone), parts["facts"]):
            self.multi_cell(0, 4.4, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _keep_together(self, height: float) -> None:
        if self.will_page_break(height):
            self.add_page()

    def _rule(self) -> None:
        self.ln(1.2)
        self.set_draw_color(*_LINE)
        self.set_line_width(0.2)
        self.line(_MARGIN_MM, self.get_y(), _MARGIN_MM + self.epw, self.get_y())
        self.ln(1.6)

    def _line(self, text: str, height: float) -> None:
        self.multi_cell(0, height, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _style(self, size: float, color: tuple[int, int, int], *, bold: bool = False) -> None:
        self.set_font(_FONT, "B" if bold else "", size)
        self.set_text_color(*color)
