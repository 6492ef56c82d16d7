import asyncio
from typing import Any
from unittest.mock import Mock

from app.api.doors.transport import ParserTransport


def test_reading_closing_and_who_parses_go_through_the_connection_and_the_rest_does_not() -> None:
    real: Any = Mock(spec=asyncio.Transport)
    connection = Mock(spec=["let_read", "switch", "close"])
    transport, parser = ParserTransport(real, connection), asyncio.Protocol()
    transport.pause_reading()
    transport.resume_reading()
    transport.set_protocol(parser)
    transport.close()
    assert [(call[0], call[1]) for call in connection.method_calls] == [
        ("let_read", (False,)),
        ("let_read", (True,)),
        ("switch", (parser,)),
        ("close", ()),
    ]
    assert real.method_calls == []
    transport.write(b"a")
    transport.writelines([b"b"])
    transport.abort()
    assert transport.get_extra_info("peername") is real.get_extra_info.return_value
    assert transport.is_closing() is real.is_closing.return_value
    assert transport.get_write_buffer_size() is real.get_write_buffer_size.return_value
    assert [call[0] for call in real.method_calls[:3]] == ["write", "writelines", "abort"]
