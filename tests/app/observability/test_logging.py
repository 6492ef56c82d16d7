import io
import json
import logging
import sys
import warnings
from collections.abc import Iterator

import pytest

from app.observability.logging import start_logging

log = logging.getLogger("rooms.runtime.actor")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level, hook = root.handlers[:], root.level, sys.excepthook
    stream = io.StringIO()
    # pytest's handlers must not be closed with the old ones.
    root.handlers.clear()
    start_logging("info", stream)
    yield stream
    logging.captureWarnings(capture=False)
    sys.excepthook = hook
    root.handlers[:] = before
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_object_with_its_fields(stream: io.StringIO) -> None:
    log.info("room.open", extra={"room": "ss_1", "position": 4, "resumed": False})
    (line,) = lines(stream)
    at = str(line.pop("at"))
    assert at.endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "rooms.runtime.actor",
        "event": "room.open",
        "room": "ss_1",
        "position": 4,
        "resumed": False,
    }


def test_a_field_that_is_not_on_the_list_is_dropped_and_named(stream: io.StringIO) -> None:
    log.info("seat.joined", extra={"seat": "se_1", "display": "Ana", "sdp": "v=0 10.0.0.1", "ticket": "tk_1"})
    (line,) = lines(stream)
    assert line["seat"] == "se_1"
    assert line["dropped"] == ["display", "sdp", "ticket"]
    assert "Ana" not in stream.getvalue()
    assert "10.0.0.1" not in stream.getvalue()


def test_a_traceback_says_where_and_not_what(stream: io.StringIO) -> None:
    try:
        raise ValueError("Ana said something")
    except ValueError:
        log.exception("room.failed", extra={"room": "ss_1"})
    (line,) = lines(stream)
    assert line["error"] == "ValueError"
    assert "test_logging.py" in str(line["trace"])
    assert "Ana" not in stream.getvalue()


def test_of_a_group_of_errors_the_first_cause_is_told(stream: io.StringIO) -> None:
    try:
        try:
            raise OSError("192.0.2.1 is in use")
        except OSError as error:
            raise ExceptionGroup("tasks", [ExceptionGroup("tasks", [error])]) from None
    except ExceptionGroup:
        log.exception("service.failed")
    (line,) = lines(stream)
    assert line["error"] == "OSError"
    assert "test_of_a_group_of_errors" in str(line["trace"])
    assert "192.0.2.1" not in stream.getvalue()


def test_objects_are_cut_short(stream: io.StringIO) -> None:
    log.info("room.open", extra={"reason": "x" * 1000})
    assert len(str(lines(stream)[0]["reason"])) == 200


def test_connections_are_not_logged(stream: io.StringIO) -> None:
    logging.getLogger("uvicorn.access").info("10.0.0.1 GET /join")
    logging.getLogger("httpx").info("HTTP Request: POST https://hooks.clinic.example/secret")
    log.debug("room.step")
    assert stream.getvalue() == ""


def test_of_a_librarys_line_only_the_template_is_kept(stream: io.StringIO) -> None:
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <Task exception='Ana'>")
    logging.getLogger("aiortc").warning("no route to %s", "192.0.2.1")
    assert [line["event"] for line in lines(stream)] == [
        "Task exception was never retrieved",
        "no route to %s",
    ]
    assert "Ana" not in stream.getvalue()
    assert "192.0.2.1" not in stream.getvalue()


def test_what_ends_the_process_is_logged_without_its_text(stream: io.StringIO) -> None:
    try:
        raise ValueError("Ana said something")
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    (line,) = lines(stream)
    assert (line["event"], line["error"]) == ("process.failed", "ValueError")
    assert "Ana" not in stream.getvalue()


def test_a_warning_is_a_line_without_its_text(stream: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("Ana is late", stacklevel=1)
    (line,) = lines(stream)
    assert line["logger"] == "py.warnings"
    assert "Ana" not in stream.getvalue()
