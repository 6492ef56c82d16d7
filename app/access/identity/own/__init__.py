"""What people see and change of their own: sign-ins, credentials, proofs, tokens."""
