"""Limits on what a client can make the web process do before it is identified (docs/doors.md).

Every TCP connection runs through a `connection.GuardedConnection`, which reads in small chunks, charges for them before
any parser sees them, and delays or closes the connection. Nothing here knows HTTP routes, messages or rooms.
"""
