"""What measures Attune. Nothing of it is installed; ``python -m bench`` lists the benchmarks."""
