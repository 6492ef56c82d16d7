"""A copy of what is kept about a client: what it holds (``exporters``), how it is asked for, made and written."""
