"""Commands: what people ask of a room, and facts the system reports to it. A command takes effect or is refused.

``by`` is always the acting person; ``via`` is their seat or companion device, where that matters.
"""

from rooms.model.commands.agenda import *  # noqa: F403
from rooms.model.commands.agenda import AgendaCommand
from rooms.model.commands.floor import *  # noqa: F403
from rooms.model.commands.floor import FloorCommand
from rooms.model.commands.people import *  # noqa: F403
from rooms.model.commands.people import PeopleCommand
from rooms.model.commands.protocols import *  # noqa: F403
from rooms.model.commands.protocols import ProtocolCommand
from rooms.model.commands.safety import *  # noqa: F403
from rooms.model.commands.safety import SafetyCommand
from rooms.model.commands.seats import *  # noqa: F403
from rooms.model.commands.seats import SeatCommand
from rooms.model.commands.side_channels import *  # noqa: F403 (one place to import commands from)
from rooms.model.commands.side_channels import SideChannelCommand

Command = (
    SeatCommand
    | FloorCommand
    | ProtocolCommand
    | AgendaCommand
    | PeopleCommand
    | SafetyCommand
    | SideChannelCommand
)
