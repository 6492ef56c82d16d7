"""The private PostgreSQL server of the tests, which is the benches', too."""

from bench.clinic.postgres import PostgresServer, find_programs, run_server

__all__ = ["PostgresServer", "find_programs", "run_server"]
