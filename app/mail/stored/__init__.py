"""Mails between the database and the worker: how they are stored, opened, addressed and written."""
