"""Runs rooms: mailbox, task, log and viewers. The only folder of ``rooms`` that uses asyncio."""
