import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth.one_time import MAX_SECRET, hash_secret, make_secret


def test_a_secret_is_found_again_by_its_hash() -> None:
    secret = make_secret()
    assert hash_secret(secret.text) == secret.hashed == hashlib.sha256(secret.text.encode()).digest()


def test_secrets_fit_into_an_address_and_differ() -> None:
    texts = {make_secret().text for _ in range(100)}
    assert len(texts) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", text) for text in texts)


@pytest.mark.parametrize("text", ["x" * (MAX_SECRET + 1), "é", "\ud800"])
def test_what_cannot_be_a_secret_is_not_hashed(text: str) -> None:
    assert hash_secret(text) is None


@given(st.text())
def test_any_text_is_hashed_or_turned_away(text: str) -> None:
    assert hash_secret(text) is None or len(text) <= MAX_SECRET
