"""The library: the sentences that rooms show, as reviewed text files, and what reads and checks them. Pure.

docs/library.md describes the files for the people who write them; `app.live.library` finds them on disk.
"""
