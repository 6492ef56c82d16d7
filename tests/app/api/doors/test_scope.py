from app.api.doors.scope import DOOR, door_of


def test_where_nothing_guards_nothing_waits() -> None:
    door = door_of({})
    assert door.name("192.0.2.1") == 0.0
    door.prove()
    door.admit(in_room=True)


def test_the_connection_of_a_request_stands_in_its_scope() -> None:
    guard = object()
    assert door_of({"state": {DOOR: guard}}) is guard
