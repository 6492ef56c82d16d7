"""``/fhir/r4``: the API for systems of others, in the words of FHIR and of OAuth."""
