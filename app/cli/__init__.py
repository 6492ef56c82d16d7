"""The ``attune`` command."""
