"""The rules of a room: seats, floor, plan and views, all pure; and the actor that runs one room.

Knows nothing of sockets, packets or tables. ``model`` holds the words, ``floor`` who may speak, ``room`` composes
them, ``plan`` says who may be heard and seen, ``views`` what each viewer gets, ``actor`` is the only asyncio here.
"""
