"""Persons, couples, and the qualifications and licences of staff."""
