"""The clinic of a row as a check of what another index has found.

Every query names its clinic (decision 0054), and many tables have an index that begins with it. SQLite keeps no
statistics here: it takes such an index for as good as any other, and then walks a year of a clinic's rows for the fifty
of one series. PostgreSQL counts rows, and finds the better index by itself.
"""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

__all__ = ["checked"]


def checked(clinic: InstrumentedAttribute[str]) -> ColumnElement[str]:
    """Return the column for a comparison by which no rows are to be found, only checked."""
    return _Checked(clinic)


class _Checked(FunctionElement[str]):
    """A column behind a unary plus, which keeps SQLite from using an index for it."""

    inherit_cache = True


@compiles(_Checked)
def _as_it_is(element: _Checked, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(_Checked, "sqlite")
def _behind_plus(element: _Checked, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"
