"""Every parser of foreign bytes, fed with damaged samples: `python -m tests.fuzz`, or `make fuzz` for a million each."""
