"""How people prove who they are: passwords and PINs, one-time passwords, passkeys, recovery codes. No storage here."""
