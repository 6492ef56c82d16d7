"""What the service says about itself, without saying anything about people."""
