import socket
from pathlib import Path

import pytest

from bench.clinic.postgres import find_programs, run_server


@pytest.mark.postgres
def test_a_server_of_its_own_runs_for_the_length_of_a_block() -> None:
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed")
    with run_server(programs, durable=True) as server:
        assert Path(f"/proc/{server.pid}").exists()
        first, second = server.make_database(), server.make_database()
        assert first != second
        server.run_sql(first, "CREATE TABLE t (n INTEGER)")
        server.run_sql(first, "INSERT INTO t VALUES (1)")
        with pytest.raises(RuntimeError, match="psql failed"):
            server.run_sql(second, "INSERT INTO t VALUES (1)")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port))
