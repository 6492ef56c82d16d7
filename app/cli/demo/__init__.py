"""The demo clinic: invented people, rooms whose links are printed, and a programme that is alive."""
