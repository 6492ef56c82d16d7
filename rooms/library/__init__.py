"""The library: the texts that rooms show, in reviewed files, and the code that reads and checks them. Pure.

docs/library.md describes the files for the people who write them; `app.live.library` finds them on disk.
"""
