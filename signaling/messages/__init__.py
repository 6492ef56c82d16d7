"""The wire messages of PROTOCOL.md as two closed unions, one per direction. Import messages from here."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from signaling.messages.agenda import *  # noqa: F403 (one place to import messages from)
from signaling.messages.agenda import AgendaMessages
from signaling.messages.aside import *  # noqa: F403
from signaling.messages.aside import SideChannelMessages
from signaling.messages.base import *  # noqa: F403
from signaling.messages.floor import *  # noqa: F403
from signaling.messages.floor import FloorMessages
from signaling.messages.people import *  # noqa: F403
from signaling.messages.people import PeopleMessages
from signaling.messages.protocols import *  # noqa: F403
from signaling.messages.protocols import ProtocolMessages
from signaling.messages.safety import *  # noqa: F403
from signaling.messages.safety import SafetyMessages
from signaling.messages.seats import *  # noqa: F403
from signaling.messages.seats import SeatMessages
from signaling.messages.server import *  # noqa: F403
from signaling.messages.server import ServerMessages

SUBPROTOCOL = "attune.v1"
MAX_MESSAGE_BYTES = 128 * 1024
"""The longest text frame that either side sends. An answer for 15 seats is about 60 KiB."""

ClientMessage = Annotated[
    SeatMessages
    | FloorMessages
    | ProtocolMessages
    | AgendaMessages
    | PeopleMessages
    | SafetyMessages
    | SideChannelMessages,
    Field(discriminator="type"),
]
ServerMessage = Annotated[ServerMessages, Field(discriminator="type")]

client_adapter: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)
server_adapter: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)
