"""Attune's benchmarks. They are not installed; ``python -m bench`` lists them."""
