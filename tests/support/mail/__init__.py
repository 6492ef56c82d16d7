"""A clinic for tests of mail and calendars."""
