"""How people get in: links, tickets and resume tokens. All are opaque to their holders; none is ever logged."""
