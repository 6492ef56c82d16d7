import pytest
from pydantic import TypeAdapter, ValidationError

from app.api.clinic.common.ids import Id
from app.runtime import ids

READ = TypeAdapter(Id)


@pytest.mark.parametrize("new", [name for name in ids.__all__ if name.startswith("new_")])
def test_every_id_of_ours_looks_like_one(new: str) -> None:
    for _ in range(50):
        made = getattr(ids, new)()
        assert READ.validate_python(made) == made


@pytest.mark.parametrize(
    "text", ["", "pt_", "pt-1", "PT_1", "pt_a b", "pt_\0", "pt_" + "a" * 38, "pt_é", "pt_1\n"]
)
def test_what_is_no_id_is_refused_before_anything_is_looked_for(text: str) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(text)
