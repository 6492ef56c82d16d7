"""Changing care teams, exceptions to their rules, and emergency access around them."""
