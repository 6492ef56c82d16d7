"""People as a CSV file that `csv_import` reads back unchanged. Pure."""

from collections.abc import Iterable

from clinic.people.csv_cells import write_table
from clinic.people.csv_rows import PEOPLE, person_cells
from clinic.people.person import PersonFields

__all__ = ["export_people"]


def export_people(people: Iterable[PersonFields]) -> bytes:
    """Return the file of these people."""
    return write_table(PEOPLE.names, map(person_cells, people))
