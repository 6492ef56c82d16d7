"""The schema's history: forward only, one idea per file, applied by ``attune migrate``."""
