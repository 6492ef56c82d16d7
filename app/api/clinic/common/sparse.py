"""Answers in which what the caller may not read is left out, so that it differs from what is empty."""

from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler, SerializerFunctionWrapHandler, model_serializer
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

__all__ = ["Sparse"]


class Sparse(BaseModel):
    """An answer that has only the fields that were given to it."""

    @model_serializer(mode="wrap")
    def _leave_out(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in whole(self).items() if name in self.model_fields_set}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the schema of the fields, which are the same however they are written."""
        fields: Any = {key: value for key, value in core.items() if key != "serialization"}
        return handler(fields)
