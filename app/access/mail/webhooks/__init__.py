"""Webhooks: which systems of a clinic are told what, how it is signed, and the task that tells them."""
