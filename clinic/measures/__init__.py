"""Instruments, their scoring, when they are asked, and what their answers may tell whom."""
