"""The clinic and the staff of the tests about people."""

from tests.app.api.clinic.people.conftest import clinic, elsewhere, team

__all__ = ["clinic", "elsewhere", "team"]
