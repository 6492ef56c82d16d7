"""Everything is collected while nobody hears anything, and hardly ever otherwise."""

import gc

from media.worker.garbage import AT_LATEST_ENDED, Garbage


def test_nothing_is_due_until_a_connection_has_ended() -> None:
    garbage = Garbage()
    assert not garbage.is_due(0)
    garbage.on_ended()
    assert garbage.is_due(0)
    assert not garbage.is_due(1)


def test_a_worker_that_is_never_empty_is_swept_after_many_connections() -> None:
    garbage = Garbage()
    for _ in range(AT_LATEST_ENDED):
        assert not garbage.is_due(5)
        garbage.on_ended()
    assert garbage.is_due(5)
    garbage.collect()
    assert not garbage.is_due(5)


def test_python_collects_everything_never_by_itself() -> None:
    before = gc.get_threshold()
    try:
        Garbage.start()
        assert gc.get_threshold()[:2] == before[:2]
        assert gc.get_threshold()[2] > 2**30
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
