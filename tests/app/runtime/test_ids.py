from collections.abc import Callable

import pytest

from app.runtime import ids


@pytest.mark.parametrize(
    ("new", "prefix"),
    [
        (ids.new_room_id, "ss_"),
        (ids.new_seat_id, "se_"),
        (ids.new_clinic_id, "cl_"),
        (ids.new_person_id, "pt_"),
        (ids.new_sign_in_id, "si_"),
        (ids.new_token_id, "to_"),
        (ids.new_link_id, "ln_"),
        (ids.new_mail_id, "ml_"),
        (ids.new_program_id, "pg_"),
        (ids.new_cohort_id, "co_"),
        (ids.new_episode_id, "ep_"),
        (ids.new_series_id, "sr_"),
    ],
)
def test_ids_say_what_they_name_and_differ(new: Callable[[], str], prefix: str) -> None:
    made = {new() for _ in range(100)}
    assert len(made) == 100
    assert all(one.startswith(prefix) and len(one) <= 40 for one in made)
