"""The rules of a room: seats, floor, plan and views, all pure; and the actor that runs one room.

Independent of sockets, packets and tables. ``model`` holds the vocabulary, ``rules`` decides, ``room`` combines the
rules, ``plan`` says who may be heard and seen, ``views`` what each viewer gets; only ``runtime`` uses asyncio.
"""
