"""What somebody may make the web process do before it is known who they are (docs/doors.md).

Every TCP connection goes through a `connection.GuardedConnection`, which reads little at a time, counts it before any
parser sees it, and lets it wait or ends it. Nothing here knows HTTP routes, messages or rooms.
"""
