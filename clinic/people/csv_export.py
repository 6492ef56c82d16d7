"""People as a CSV file that `csv_import` reads back unchanged. Pure."""

import csv
import io
from collections.abc import Iterable

from clinic.people.csv_cells import neutral
from clinic.people.csv_rows import PEOPLE, person_cells
from clinic.people.person import PersonFields

__all__ = ["export_people"]


def export_people(people: Iterable[PersonFields]) -> bytes:
    """Return the file of these people: UTF-8 with a mark, so that Excel knows it, and no cell that it would run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(PEOPLE.names)
    writer.writerows([neutral(cell) for cell in person_cells(one)] for one in people)
    return text.getvalue().encode("utf-8-sig")
