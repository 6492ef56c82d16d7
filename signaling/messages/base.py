"""What all messages share. Strict: unknown fields are rejected."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Id", "Message", "PersonalIntent", "Request", "Seq", "StaffIntent"]

Id = Annotated[str, Field(min_length=1, max_length=64)]
Seq = Annotated[int, Field(ge=0, le=2**53)]


class Message(BaseModel):
    """One wire message."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Request(Message):
    """What every request has: an increasing id, which the response repeats."""

    id: Annotated[int, Field(ge=1, le=2**53)]


class PersonalIntent(Request):
    """A floor request for one person on the seat, made while the floor was at ``expected_seq``."""

    person: Id
    expected_seq: Seq


class StaffIntent(Request):
    """A facilitator's floor request, made while the floor was at ``expected_seq``."""

    expected_seq: Seq
