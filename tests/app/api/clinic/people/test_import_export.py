import asyncio
from typing import Any

import pytest

from tests.app.api.clinic.people.conftest import Team
from tests.support.service.clinics import Answer, Clinic, Visitor

HEADER = "display_name,time_zone,email\n"
FILE = f"{HEADER}Ana,America/New_York,ana@example.org\nBen,UTC,ben@example.org\n".encode()
MEBIBYTE = 1024 * 1024


async def bring_in(who: Visitor, data: bytes, *, dry_run: bool = False, **headers: str) -> Answer:
    return await who.send(
        "POST",
        "/people/import",
        content=data,
        params={"dry_run": str(dry_run).lower()},
        headers={"content-type": "text/csv", **headers},
    )


async def names(who: Visitor) -> list[str]:
    return [one["name"] for one in (await who.get("/people")).json()["items"]]


async def test_a_dry_run_tells_everything_and_adds_nobody(team: Team) -> None:
    tried = await bring_in(team.coordinator, FILE, dry_run=True)
    assert tried.json() == {
        "dry_run": True, "encoding": "utf-8", "separator": ",", "rows": 2, "added": 0, "problems": [],
        "left_out": 0,
    }  # fmt: skip
    assert await names(team.coordinator) == []
    assert (await bring_in(team.coordinator, FILE)).json()["added"] == 2
    assert await names(team.coordinator) == ["Ana", "Ben"]


async def test_a_file_is_imported_once_however_often_it_is_sent(team: Team) -> None:
    for _ in range(2):
        answer = await bring_in(team.coordinator, FILE, **{"idempotency-key": "import-1"})
        assert answer.json()["added"] == 2
    other = await bring_in(team.coordinator, FILE + b"Eva,UTC,\n", **{"idempotency-key": "import-1"})
    assert other.json()["code"] == "repeat.other_request"
    assert await names(team.coordinator) == ["Ana", "Ben"]


PROBLEMS: list[tuple[bytes, dict[str, Any]]] = [
    (
        b"Eva,UTC,ana@example.org\n",
        {"row": 4, "column": "email", "code": "import.email_twice", "other_row": 2},
    ),
    (b"=cmd|' /C calc'!A0,UTC,\n", {"row": 4, "column": "display_name", "code": "import.formula"}),
    (b"Eva,Mars/Base,\n", {"row": 4, "column": "time_zone", "code": "field.time_zone"}),
    (b",UTC,\n", {"row": 4, "column": "display_name", "code": "field.required"}),
    (b"Eva,UTC\n", {"row": 4, "column": None, "code": "import.cell_count"}),
    ("Eva\u202e,UTC,\n".encode(), {"row": 4, "column": "display_name", "code": "field.bidi"}),
]


@pytest.mark.parametrize(("row", "problem"), PROBLEMS)
async def test_a_problem_is_told_by_row_column_and_mend_and_nothing_is_half_done(
    team: Team, row: bytes, problem: dict[str, Any]
) -> None:
    (told,) = (await bring_in(team.coordinator, FILE + row, dry_run=True)).json()["problems"]
    assert {"other_row": None, **problem, "mend": told["mend"]} == told
    real = await bring_in(team.coordinator, FILE + row)
    assert (real.status_code, real.json()["code"]) == (409, "import.problems")
    assert await names(team.coordinator) == []


async def test_an_address_that_somebody_has_already_is_a_problem(clinic: Clinic, team: Team) -> None:
    await clinic.client("Ana", email="ANA@example.org")
    (told,) = (await bring_in(team.coordinator, FILE, dry_run=True)).json()["problems"]
    assert (told["code"], told["row"]) == ("import.email_exists", 2)


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 409, "import.empty"),
        (b"PK\x03\x04" + bytes(100), 409, "import.not_csv"),
        (b"\xff\xfe" + HEADER.encode("utf-16-le")[:-1], 409, "import.encoding"),
        (HEADER.encode() + b"A,UTC,\n" * 100_000, 409, "import.too_many_rows"),
        (b"x" * (10 * MEBIBYTE + 1), 413, "request.too_large"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    team: Team, data: bytes, status: int, code: str
) -> None:
    answer = await bring_in(team.coordinator, data, dry_run=True)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_spreadsheets_of_other_encodings_are_read(team: Team) -> None:
    text = f"{HEADER.replace(',', ';')}Zoë;UTC;\n"
    for data, encoding in ((text.encode("cp1252"), "windows-1252"), (text.encode("utf-16"), "utf-16-le")):
        answer = await bring_in(team.coordinator, data, dry_run=True)
        assert (answer.json()["encoding"], answer.json()["problems"]) == (encoding, [])


async def test_other_requests_are_answered_while_a_long_file_is_read(team: Team) -> None:
    data = HEADER.encode() + b"".join(b"Client %d,UTC,c%d@example.org\n" % (n, n) for n in range(20_000))
    answered_before_the_file = []

    async def ask() -> None:
        for _ in range(3):
            assert (await team.admin.get("/me/contact")).status_code == 200
        answered_before_the_file.append(not reading.done())

    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(bring_in(team.coordinator, data, dry_run=True))
        tasks.create_task(ask())
    assert reading.result().json()["rows"] == 20_000
    assert answered_before_the_file == [True]


async def test_an_export_comes_as_a_file_and_goes_back_in(clinic: Clinic, team: Team) -> None:
    await bring_in(team.coordinator, FILE)
    await clinic.client("+Eva")
    exported = await team.director.get("/people/export.csv")
    assert exported.headers["content-type"] == "text/csv; charset=utf-8"
    assert exported.headers["content-disposition"] == 'attachment; filename="people.csv"'
    assert exported.headers["cache-control"] == "no-store"
    assert "'+Eva" in exported.text
    tried = (await bring_in(team.coordinator, exported.content, dry_run=True)).json()
    assert {one["code"] for one in tried["problems"]} == {"import.email_exists"}
    staff = await team.director.get("/people/export.csv", kind="staff")
    assert (staff.status_code, staff.json()["reason"]) == (403, "staff.manage")
