"""Single fields of a form: how each is tidied, and what is wrong with it."""
