"""What a room knows of the library."""

import pytest

from rooms.model.library import LibraryIndex, PromptRule


def test_ids_are_known_by_kind() -> None:
    prompts = {"a.b": PromptRule("", "", "all", question=True), "a.c": PromptRule("", "", "all")}
    index = LibraryIndex(prompts, {"trust": (5, 5)}, {"breath": (4.0, 6.0)})
    assert index.knows("question", "a.b")
    assert not index.knows("question", "a.c"), "it asks nothing"
    assert index.knows("deck", "trust")
    assert index.knows("script", "breath")
    assert not index.knows("deck", "a.b")
    with pytest.raises(KeyError):
        index.knows("song", "a")
