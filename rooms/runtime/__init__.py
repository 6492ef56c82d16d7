"""Runs one room at a time: its mailbox, its task, its log, and those who look at it. Of ``rooms`` only this folder knows asyncio."""
