from app.api.clinic.common.sparse import Sparse


class Part(Sparse):
    name: str = ""
    phone: str | None = None


class Whole(Sparse):
    id: str
    note: str = ""
    part: Part | None = None


def test_what_was_not_given_is_left_out_and_what_is_empty_is_there() -> None:
    assert Whole(id="1").model_dump() == {"id": "1"}
    assert Whole(id="1", note="", part=None).model_dump() == {"id": "1", "note": "", "part": None}
    assert Whole(id="1", part=Part(phone=None)).model_dump(mode="json") == {
        "id": "1",
        "part": {"phone": None},
    }


def test_a_field_that_is_set_later_is_there() -> None:
    whole = Whole(id="1")
    whole.note = "x"
    assert whole.model_dump() == {"id": "1", "note": "x"}


def test_an_answer_that_was_stored_reads_back_with_the_same_fields() -> None:
    stored = Whole(id="1", part=Part(name="Ana")).model_dump(mode="json")
    assert Whole.model_validate(stored).model_dump(mode="json") == stored


def test_the_schema_names_every_field() -> None:
    schema = Whole.model_json_schema(mode="serialization")
    assert set(schema["properties"]) == {"id", "note", "part"}
    assert schema["required"] == ["id"]
