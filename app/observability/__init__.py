"""What the service reports about itself, without reporting anything about people."""
