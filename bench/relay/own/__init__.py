"""Our relay under the load: the real worker in its own process, its rooms filled from one or several processes."""
