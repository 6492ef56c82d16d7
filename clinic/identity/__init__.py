"""Accounts, credentials, signing in, and what each principal may do."""
