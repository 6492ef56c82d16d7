"""How long a quiet room waits while another room of its worker is in trouble.

`python -m bench stalls` runs it; docs/relay.md lists what was measured.
"""
