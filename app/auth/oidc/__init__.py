"""Signing in through a clinic's own identity provider: OpenID Connect Core 1.0, code flow with PKCE. No storage here."""
