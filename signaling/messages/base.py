"""What every message has in common. Strict: unknown fields are refused."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Id", "Message", "PersonalIntent", "Request", "Seq", "StaffIntent"]

Id = Annotated[str, Field(min_length=1, max_length=64)]
Seq = Annotated[int, Field(ge=0, le=2**53)]


class Message(BaseModel):
    """One message of the wire."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Request(Message):
    """What every request has: an id that rises, which the answer repeats."""

    id: Annotated[int, Field(ge=1, le=2**53)]


class PersonalIntent(Request):
    """An intent on the floor of one person on the seat, formed at the floor ``expected_seq``."""

    person: Id
    expected_seq: Seq


class StaffIntent(Request):
    """A facilitator's intent on the floor, formed at the floor ``expected_seq``."""

    expected_seq: Seq
