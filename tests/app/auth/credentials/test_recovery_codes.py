import re

from hypothesis import given
from hypothesis import strategies as st

from app.auth.credentials.recovery_codes import hash_recovery_code, make_recovery_codes
from clinic.identity.recovery import CODES


def test_a_set_has_ten_different_codes_that_are_easy_to_copy() -> None:
    codes = make_recovery_codes()
    assert len(set(codes)) == CODES
    assert all(re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)


def test_two_sets_share_nothing() -> None:
    assert not set(make_recovery_codes()) & set(make_recovery_codes())


def test_a_code_is_the_same_however_it_is_typed() -> None:
    assert (
        hash_recovery_code("7K2M-90QX-1DF4-3HTB")
        == hash_recovery_code("7k2m 9oqx idf4 3htb")
        == hash_recovery_code(" 7K2M90QXLDF43HTB")
    )


def test_the_hash_says_nothing_of_the_code() -> None:
    assert re.fullmatch("[0-9a-f]{64}", hash_recovery_code("7K2M-90QX-1DF4-3HTB"))
    assert hash_recovery_code("7K2M-90QX-1DF4-3HTB") != hash_recovery_code("7K2M-90QX-1DF4-3HTC")


@given(st.text())
def test_anything_typed_has_a_hash(typed: str) -> None:
    assert len(hash_recovery_code(typed)) == 64
