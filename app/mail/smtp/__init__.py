"""Handing mails to one mail server (RFC 5321): the connection, the message, and what its replies mean."""
