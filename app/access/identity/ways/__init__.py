"""The ways to sign in, one each."""
