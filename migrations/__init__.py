"""The schema's history: forward only, one idea per file, run by ``attune migrate``."""
