from app.api.clinic.common.files import LARGER_BODIES, import_answer, repeated_by
from clinic.people.csv_import import import_people
from clinic.people.csv_table import MAX_BYTES


def test_only_files_may_be_larger() -> None:
    assert LARGER_BODIES == {
        "/api/v1/people/import": MAX_BYTES,
        "/api/v1/cohorts/import": MAX_BYTES,
        "/api/v1/memberships/import": MAX_BYTES,
        "/api/v1/measures/instruments": 65_536,
    }


def test_an_answer_tells_every_problem_with_its_mend() -> None:
    answer = import_answer(import_people(b"display_name,time_zone\n,UTC\n"), added=0, dry_run=True)
    assert answer.model_dump(mode="json") == {
        "dry_run": True, "encoding": "utf-8", "separator": ",", "rows": 1, "added": 0, "left_out": 0,
        "problems": [
            {"row": 2, "column": "display_name", "code": "field.required", "mend": "fill_in", "other_row": None}
        ],
    }  # fmt: skip


def test_another_file_is_another_request() -> None:
    assert repeated_by(b"one") == repeated_by(b"one")
    assert repeated_by(b"one") != repeated_by(b"two")
