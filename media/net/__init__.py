"""Datagrams in and out: ICE, DTLS, SRTP, and sending several packets in one system call."""
