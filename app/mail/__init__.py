"""Mail: what it says, when it may be sent, and the task that sends it. Rows and HTTP are elsewhere (``ports``)."""
