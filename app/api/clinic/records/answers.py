"""What is answered about requests, to their person and to staff alike."""

from datetime import datetime

from pydantic import BaseModel, Field

from app.access.records.naming import Thing, ThingKind
from clinic.records.copies import CopyRequest, CopyState
from clinic.records.correction_requests import CorrectionRequest, CorrectionState, FactAbout

__all__ = ["CopyItem", "CorrectionItem", "ThingAnswer", "copy_item", "correction_item", "thing_answer"]


class ThingAnswer(BaseModel):
    """Somebody or something concerned."""

    id: str
    kind: ThingKind
    name: str | None = Field(description="Null where the reader may not know it, or where there is none.")
    at: datetime | None = Field(description="When a session begins.")


class CopyItem(BaseModel):
    """A request for a copy."""

    id: str = Field(examples=["dr_2Hn7vRq9sXwL"])
    asked_at: datetime
    written: bool = Field(description="Staff asked, for somebody who asked in writing.")
    state: CopyState
    open_until: datetime | None = Field(description="Until when it can be fetched.")


class CorrectionItem(BaseModel):
    """A request for a correction."""

    id: str = Field(examples=["cr_2Hn7vRq9sXwL"])
    about: FactAbout
    wrong: str = Field(examples=["My apartment is 3, not 8."])
    right: str = Field(examples=["12 Elm Street, apartment 3"])
    asked_at: datetime
    due_at: datetime = Field(description="By when it has to be answered.")
    state: CorrectionState
    answer: str = Field(examples=["We have changed it."])
    decided_at: datetime | None
    disagreement: str = Field(examples=[""], description="What the person says to its having been declined.")
    version: int


def thing_answer(thing: Thing) -> ThingAnswer:
    """Return somebody or something as answered."""
    return ThingAnswer(id=thing.id, kind=thing.kind, name=" · ".join(thing.names) or None, at=thing.at)


def copy_item(one: CopyRequest) -> CopyItem:
    """Return a request for a copy as answered."""
    return CopyItem(
        id=one.id, asked_at=one.asked_at, written=one.written, state=one.state, open_until=one.open_until
    )


def correction_item(one: CorrectionRequest) -> CorrectionItem:
    """Return a request for a correction as answered."""
    return CorrectionItem(
        id=one.id,
        about=one.about,
        wrong=one.wrong,
        right=one.right,
        asked_at=one.asked_at,
        due_at=one.due_at,
        state=one.state,
        answer=one.answer,
        decided_at=one.decided_at,
        disagreement=one.disagreement,
        version=one.version,
    )
