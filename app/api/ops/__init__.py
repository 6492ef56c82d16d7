"""The endpoints for operators and health probes."""
