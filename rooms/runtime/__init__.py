"""Runs rooms: mailbox, task, log, and those who look at it. Of ``rooms`` only this folder knows asyncio."""
