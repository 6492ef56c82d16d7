import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.people.csv_table import MAX_BYTES, MAX_ROWS, Encoding, Row, read_table

TEXT = "name,city\nAña,Łódź\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), Encoding.UTF_8),
        (TEXT.encode("utf-8-sig"), Encoding.UTF_8_MARKED),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), Encoding.UTF_16_LE),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), Encoding.UTF_16_BE),
        (TEXT.encode("utf-16-le"), Encoding.UTF_16_LE),
        (TEXT.encode("utf-16-be"), Encoding.UTF_16_BE),
    ],
)
def test_a_file_is_read_in_every_unicode_encoding_and_says_which(data: bytes, encoding: Encoding) -> None:
    table = read_table(data)
    assert table.encoding is encoding
    assert (table.header, table.rows) == (Row(1, ("name", "city")), (Row(2, ("Aña", "Łódź")),))


def test_what_is_not_utf_8_is_taken_for_windows_1252() -> None:
    table = read_table("name\nJosé “Pepe” €\n".encode("windows-1252"))
    assert table.encoding is Encoding.WINDOWS_1252
    assert table.rows == (Row(2, ("José “Pepe” €",)),)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"name\n\x81\n", "import.encoding"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "import.encoding"),
        (b"PK\x03\x04\x14\x00", "import.not_csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "import.not_csv"),
        (b"", "import.empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "import.empty"),
        (b"n" * (MAX_BYTES + 1), "import.too_large"),
        (b"name\n" + b"Ana\n" * (MAX_ROWS + 1), "import.too_many_rows"),
        (b"name\r" + b"Ana\r" * 100_000, "import.too_many_rows"),
        (b'name\n"' + b"\n" * 100_000, "import.too_many_rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_table(data)
    assert refused.value.code == code


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_as_many_rows_as_allowed_are_read_whatever_ends_a_line(end: str) -> None:
    table = read_table((f"name{end}" + f"Ana{end}" * MAX_ROWS).encode())
    assert len(table.rows) == MAX_ROWS
    assert table.rows[-1] == Row(MAX_ROWS + 1, ("Ana",))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_in_the_header(separator: str) -> None:
    table = read_table(f"name{separator}city\nLopez{separator}A|B\n".encode())
    assert (table.separator, table.rows[0].cells) == (separator, ("Lopez", "A|B"))


def test_rows_are_numbered_as_a_spreadsheet_does_and_empty_ones_are_left_out() -> None:
    table = read_table(b'name,city\n\n,\n"A\nB",x\nBen,y\n')
    assert table.rows == (Row(4, ("A\nB", "x")), Row(5, ("Ben", "y")))


def test_quotes_that_do_not_match_stop_the_reading_there() -> None:
    table = read_table(b'name,city\nAna,x\n"Ben"y,z\nCarl,x\n')
    assert table.rows == (Row(2, ("Ana", "x")),)
    assert table.malformed_row == 3
    assert read_table(b'"name\n').header == Row(1, ())


@given(st.binary(max_size=300))
def test_no_bytes_whatever_do_more_than_be_refused(data: bytes) -> None:
    try:
        rows = read_table(data).rows
    except Refused:
        rows = ()
    assert all(any(cell.strip() for cell in row.cells) for row in rows)
