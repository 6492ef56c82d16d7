"""Attendance: who was present, counted from what rooms recorded, and what staff correct."""
