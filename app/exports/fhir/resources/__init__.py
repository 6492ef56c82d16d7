"""One module for each part of the programme, from its values to resources of FHIR."""
