"""What every slice uses: ids, errors, and the clock on the wall."""
