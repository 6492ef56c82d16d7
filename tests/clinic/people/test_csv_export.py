import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.people.csv_cells import is_formula
from clinic.people.csv_export import export_people
from clinic.people.csv_import import import_people
from clinic.people.csv_rows import PEOPLE
from clinic.people.fields.email import email_key
from clinic.people.person import PersonFields
from tests.clinic.people.drafts import ANA, people
from tests.support.thorough import examples


@settings(max_examples=examples(100))
@given(st.lists(people(), max_size=4, unique_by=lambda person: email_key(person.email)))
def test_exported_people_are_imported_unchanged(everybody: list[PersonFields]) -> None:
    run = import_people(export_people(everybody))
    assert run.problems == ()
    assert run.changes == tuple(everybody)


@given(st.lists(people(), min_size=1, max_size=3))
def test_no_exported_cell_is_a_formula(everybody: list[PersonFields]) -> None:
    rows = list(csv.reader(io.StringIO(export_people(everybody).decode("utf-8-sig"), newline="")))
    assert len(rows) == 1 + len(everybody)
    assert not any(is_formula(cell) for row in rows for cell in row)


def test_the_file_opens_in_excel_and_names_every_column() -> None:
    data = export_people([ANA])
    assert data.startswith(b"\xef\xbb\xbf")
    header, row, rest = data.decode("utf-8-sig").split("\r\n")
    assert header == ",".join(PEOPLE.names)
    assert "'+12025550123" in row
    assert rest == ""
