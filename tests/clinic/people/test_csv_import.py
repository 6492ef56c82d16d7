import ast

import pytest

from clinic.common.errors import Refused
from clinic.people.csv_import import (
    MENDS,
    SHOWN_PROBLEMS,
    Mend,
    Problem,
    import_people,
)
from clinic.people.csv_table import Encoding
from clinic.people.person import PersonFields, PersonKind
from tests.architecture.files import ROOT

HEADER = "display_name,time_zone,email\n"


def people_file(*rows: str, header: str = HEADER) -> bytes:
    return (header + "\n".join(rows)).encode()


def test_a_file_in_order_is_a_full_set_of_changes() -> None:
    run = import_people(people_file("Ana,UTC,", "Ben,America/Chicago,"))
    assert run.changes == (
        PersonFields(PersonKind.CLIENT, "Ana", "UTC"),
        PersonFields(PersonKind.CLIENT, "Ben", "America/Chicago"),
    )
    assert (run.problems, run.rows, run.encoding, run.separator) == ((), 2, Encoding.UTF_8, ",")


def test_one_problem_leaves_nothing_of_the_file() -> None:
    run = import_people(people_file("Ana,UTC,", "Ben,Mars/Base,", "Carl,UTC,"))
    assert run.changes == ()
    assert run.problems == (Problem(3, "time_zone", "field.time_zone"),)
    assert run.problems[0].mend is Mend.CHOOSE_LISTED


def test_headers_are_found_in_any_order_and_usual_spelling() -> None:
    run = import_people(people_file("UTC,Ana", header="Time zone,Display-Name\n"))
    assert run.changes == (PersonFields(PersonKind.CLIENT, "Ana", "UTC"),)


@pytest.mark.parametrize(
    ("header", "problems"),
    [
        ("display_name,time_zone,Diagnosis", [Problem(1, "Diagnosis", "import.unknown_column")]),
        ("display_name,time_zone,", [Problem(1, "", "import.unknown_column")]),
        ("display_name,time_zone,Display Name", [Problem(1, "display_name", "import.column_twice")]),
        ("display_name,email", [Problem(1, "time_zone", "import.missing_column")]),
    ],
)
def test_a_wrong_header_is_told_before_any_row(header: str, problems: list[Problem]) -> None:
    run = import_people(people_file("x,y,z", header=f"{header}\n"))
    assert list(run.problems) == problems


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "＝1", '"\tx"', '" =1"'])
def test_formulas_are_refused(cell: str) -> None:
    run = import_people(people_file(f"{cell},UTC,"))
    assert run.problems == (Problem(2, "display_name", "import.formula"),)


def test_a_plus_begins_a_telephone_number_and_an_apostrophe_marks_plain_text() -> None:
    header = "display_name,time_zone,phone\n"
    run = import_people(people_file("'=Ana,UTC,+1 202 555 0123", header=header))
    assert [(one.display_name, one.phone) for one in run.changes] == [("=Ana", "+12025550123")]
    run = import_people(people_file("Ana,UTC,+=cmd()", header=header))
    assert run.problems == (Problem(2, "phone", "import.formula"),)


def test_an_address_twice_in_the_file_names_both_rows() -> None:
    run = import_people(people_file("Ana,UTC,ana@example.org", "Ben,UTC,", "Al,UTC,ANA@EXAMPLE.ORG"))
    assert run.problems == (Problem(4, "email", "import.email_twice", other_row=2),)


def test_an_address_that_the_clinic_has_is_told() -> None:
    run = import_people(people_file("Ana,UTC,Ana@example.org"), {"ana@example.org"})
    assert run.problems == (Problem(2, "email", "import.email_exists"),)


def test_all_that_is_wrong_with_a_row_shows_at_once() -> None:
    run = import_people(people_file("Ana,UTC,a@example.org", ",Mars,a@example.org", "=x,,b"))
    assert run.problems == (
        Problem(3, "display_name", "field.required"),
        Problem(3, "time_zone", "field.time_zone"),
        Problem(3, "email", "import.email_twice", other_row=2),
        Problem(4, "display_name", "import.formula"),
        Problem(4, "time_zone", "field.required"),
        Problem(4, "email", "field.email"),
    )


@pytest.mark.parametrize("row", ["Ana,UTC", "Ana,UTC,,", "Lopez, Ana,UTC,"])
def test_a_row_with_more_or_fewer_cells_is_told_as_a_whole(row: str) -> None:
    run = import_people(people_file(row))
    assert run.problems == (Problem(2, None, "import.cell_count"),)


def test_quotes_that_do_not_match_are_told_with_their_row() -> None:
    run = import_people(people_file("Ana,UTC,", '"Ben"x,UTC,', "Carl,UTC,"))
    assert run.problems == (Problem(3, None, "import.malformed"),)


def test_only_the_first_problems_are_listed_and_the_others_counted() -> None:
    run = import_people(people_file(*[",UTC,x"] * SHOWN_PROBLEMS))
    assert len(run.problems) == SHOWN_PROBLEMS
    assert run.left_out == SHOWN_PROBLEMS
    assert run.changes == ()


def test_names_in_windows_1252_are_read_and_the_encoding_is_told() -> None:
    run = import_people((HEADER + "José,UTC,").encode("windows-1252"))
    assert (run.changes[0].display_name, run.encoding) == ("José", Encoding.WINDOWS_1252)


def test_every_code_of_a_field_has_a_mend() -> None:
    """What the import can find is written in its own modules and in those of the fields."""
    folder = ROOT / "clinic/people"
    modules = [
        *folder.glob("csv_*.py"),
        *folder.glob("fields/*.py"),
        folder / "person.py",
        folder / "safe_times.py",
    ]
    texts = {
        node.value
        for module in modules
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found = {text for text in texts if text.startswith("field.") and text.replace(".", "_").isidentifier()}
    assert "field.email" in found
    assert found <= MENDS.keys()


OFFICE = "kind,display_name,time_zone,email"
ANA = "client,Ana,America/New_York,ana@example.org"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"Tipo,Nombre,Zona horaria\nclient,Ana,UTC", Problem(1, "Tipo", "import.unknown_column")),
        (b"kind,display_name,email\nclient,Ana,", Problem(1, "time_zone", "import.missing_column")),
        (f"{OFFICE},Email\n{ANA},x@example.org".encode(), Problem(1, "email", "import.column_twice")),
        (f"{OFFICE}\n{ANA}\nclient,B\x00n,UTC,".encode(), Problem(3, "display_name", "field.control")),
        (
            f"{OFFICE}\n{ANA}\n\nclient,=cmd|' /C calc'!A0,UTC,".encode(),
            Problem(4, "display_name", "import.formula"),
        ),
        (f"{OFFICE}\nclient,-2+3,UTC,".encode(), Problem(2, "display_name", "import.formula")),
        (f"{OFFICE}\nclient,@SUM(1),UTC,".encode(), Problem(2, "display_name", "import.formula")),
        (f"{OFFICE}\nclient,+1,UTC,".encode(), Problem(2, "display_name", "import.formula")),
        (f'{OFFICE}\nclient,"\tAna",UTC,'.encode(), Problem(2, "display_name", "import.formula")),
        (f'{OFFICE}\n{ANA}\nclient,"Ben,UTC,'.encode(), Problem(3, None, "import.malformed")),
        (
            f"{OFFICE}\n{ANA}\n{ANA.replace('ana@', 'ANA@')}".encode(),
            Problem(3, "email", "import.email_twice", 2),
        ),
        (f"{OFFICE}\n{ANA},more".encode(), Problem(2, None, "import.cell_count")),
    ],
)
def test_what_offices_get_wrong_is_told_with_row_column_and_mend(data: bytes, problem: Problem) -> None:
    run = import_people(data)
    assert problem in run.problems
    assert run.changes == (), "nothing half done"
    assert problem.code in MENDS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_offices_save_is_read_whatever_program_saved_it(encoding: str, separator: str) -> None:
    lines = [
        "KIND,Display Name,TIME-ZONE,E",
        "",
        "client,Ana Núñez,America/New_York,",
        ",,,",
        "client,Zoë,UTC,",
        "",
    ]
    text = "\r\n".join(lines).replace(",E\r", ",email\r").replace(",", separator)
    run = import_people(text.encode(encoding))
    assert run.problems == ()
    assert [person.display_name for person in run.changes] == ["Ana Núñez", "Zoë"]
    assert run.numbers == (3, 5), "as a spreadsheet counts, with the empty lines"


def test_a_hundred_thousand_rows_are_refused_before_any_is_read() -> None:
    data = "\n".join([OFFICE, *[ANA] * 100_000]).encode()
    with pytest.raises(Refused) as refused:
        import_people(data)
    assert refused.value.code == "import.too_many_rows"
