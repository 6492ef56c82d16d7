import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.persistence.encryption import ClinicKeys, InstallationKey, KeysUnusable, words_of

INSTALLATION = InstallationKey("the key of this installation, forty-two")
KEYS, WRAPPED = INSTALLATION.new_clinic_keys()
texts = st.text(max_size=200)


@given(texts)
def test_what_is_sealed_opens_in_its_place(text: str) -> None:
    assert KEYS.open("people.phone", "pt_a", KEYS.seal("people.phone", "pt_a", text)) == text


@pytest.mark.parametrize(("place", "row"), [("people.phone", "pt_b"), ("people.email", "pt_a")])
def test_a_value_moved_to_another_place_does_not_open(place: str, row: str) -> None:
    with pytest.raises(KeysUnusable):
        KEYS.open(place, row, KEYS.seal("people.phone", "pt_a", "555"))


@given(st.text(max_size=60))
def test_damaged_values_are_refused(text: str) -> None:
    with pytest.raises(KeysUnusable):
        KEYS.open("people.phone", "pt_a", text)


def test_two_seals_of_one_text_differ() -> None:
    assert KEYS.seal("a.b", "x", "same") != KEYS.seal("a.b", "x", "same")


def test_old_values_open_after_a_new_key_was_made() -> None:
    old = KEYS.seal("a.b", "x", "before")
    renewed = KEYS.with_new_key()
    assert renewed.open("a.b", "x", old) == "before"
    assert renewed.seal("a.b", "x", "after").startswith("2.")
    with pytest.raises(KeysUnusable):
        KEYS.open("a.b", "x", renewed.seal("a.b", "x", "after"))
    assert renewed.email_hash("a@b.c") == KEYS.email_hash("a@b.c")


def test_wrapped_keys_open_with_the_installation_key_only() -> None:
    assert INSTALLATION.unwrap(WRAPPED) == KEYS
    assert INSTALLATION.unwrap(INSTALLATION.wrap(KEYS.with_new_key())).all[0] == KEYS.all[0]
    with pytest.raises(KeysUnusable):
        InstallationKey("another key of thirty-two characters").unwrap(WRAPPED)


def test_an_address_is_found_however_it_is_written_and_only_with_the_key() -> None:
    assert KEYS.email_hash(" Ana@Example.org ") == KEYS.email_hash("ana@example.org")
    assert INSTALLATION.login_hash("ANA@example.org") == INSTALLATION.login_hash("ana@example.org")
    other, _ = INSTALLATION.new_clinic_keys()
    assert other.email_hash("ana@example.org") != KEYS.email_hash("ana@example.org")


@given(st.text("abcdéÁñ ابج", min_size=1, max_size=30))
def test_every_beginning_of_every_word_is_found(name: str) -> None:
    found = KEYS.beginnings(name)
    for word in words_of(name):
        for length in range(1, len(word) + 1):
            assert KEYS.beginning(word[:length]) in found


def test_case_and_accents_do_not_matter_in_a_search() -> None:
    assert list(words_of("José  ÁLVAREZ-Núñez")) == ["jose", "alvarez", "nunez"]
    assert list(words_of("a " * 50)) == ["a"] * 8


def test_keys_of_two_clinics_differ() -> None:
    other, _ = INSTALLATION.new_clinic_keys()
    assert isinstance(other, ClinicKeys)
    with pytest.raises(KeysUnusable):
        other.open("a.b", "x", KEYS.seal("a.b", "x", "text"))
