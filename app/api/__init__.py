"""HTTP: the border where pydantic checks what comes in. No rule of a room lives here."""
