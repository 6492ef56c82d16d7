"""Simulated people with whom a therapist practises: clients of a room like any browser, and of nothing else of ours."""
