"""The client's patches do what the service's do."""

from hypothesis import given
from hypothesis import strategies as st

from practice.wire.patch import patched
from rooms.views.merge_patch import build_patch

values = st.recursive(
    st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.sampled_from("abc"), values, max_size=3)


@given(objects, objects)
def test_a_patch_turns_one_view_into_the_next(old: dict[str, object], new: dict[str, object]) -> None:
    assert patched(old, build_patch(old, new)) == new
