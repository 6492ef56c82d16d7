from app.runtime.ids import new_mail_id, new_room_id, new_seat_id


def test_ids_say_what_they_name_and_differ() -> None:
    assert new_room_id().startswith("ss_")
    assert new_seat_id().startswith("se_")
    assert new_mail_id().startswith("ml_")
    assert len({new_seat_id() for _ in range(100)}) == 100
    assert len(new_room_id()) <= 40
