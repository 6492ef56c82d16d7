"""What people prove who they are with: accounts, credentials, one-time links."""
