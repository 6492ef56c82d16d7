import csv
import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.people.csv_cells import is_formula
from clinic.people.csv_export import export_cohorts, export_memberships, export_people
from clinic.people.csv_import import cohort_key, import_cohorts, import_memberships, import_people
from clinic.people.csv_rows import COLUMNS, CohortMembership, CohortRow, MembershipRow, TableKind
from clinic.people.fields.email import email_key
from clinic.people.person import PersonFields
from tests.clinic.people.drafts import ANA, people, texts
from tests.support.thorough import examples

days = st.dates(date(2020, 1, 1), date(2026, 1, 1))
later = st.none() | st.dates(date(2026, 1, 1))
names = texts("display_name", required=True)
cohorts = st.lists(
    st.builds(CohortRow, names, st.sampled_from(CohortMembership), days, later),
    max_size=5,
    unique_by=lambda cohort: cohort_key(cohort.name),
)


@settings(max_examples=examples(100))
@given(st.lists(people(), max_size=4, unique_by=lambda person: email_key(person.email)))
def test_exported_people_are_imported_unchanged(everybody: list[PersonFields]) -> None:
    run = import_people(export_people(everybody))
    assert run.problems == ()
    assert run.changes == tuple(everybody)


@given(cohorts)
def test_exported_cohorts_are_imported_unchanged(groups: list[CohortRow]) -> None:
    assert import_cohorts(export_cohorts(groups)).changes == tuple(groups)


@given(names, st.lists(st.tuples(days, later), max_size=1))
def test_exported_memberships_are_imported_unchanged(
    name: str, spans: list[tuple[date, date | None]]
) -> None:
    memberships = tuple(MembershipRow("ana@example.org", name, *span) for span in spans)
    data = export_memberships(memberships)
    assert import_memberships(data, {"ana@example.org"}, {cohort_key(name)}).changes == memberships


@given(st.lists(people(), min_size=1, max_size=3))
def test_no_exported_cell_is_a_formula(everybody: list[PersonFields]) -> None:
    rows = list(csv.reader(io.StringIO(export_people(everybody).decode("utf-8-sig"), newline="")))
    assert len(rows) == 1 + len(everybody)
    assert not any(is_formula(cell) for row in rows for cell in row)


def test_the_file_opens_in_excel_and_names_every_column() -> None:
    data = export_people([ANA])
    assert data.startswith(b"\xef\xbb\xbf")
    header, row, rest = data.decode("utf-8-sig").split("\r\n")
    assert header == ",".join(COLUMNS[TableKind.PEOPLE])
    assert "'+12025550123" in row
    assert rest == ""
