"""FHIR R4: resources, searches and scopes. The only place that knows the standard; docs/fhir.md says what is in each."""
