"""What all requests of the programme share: who calls, errors, pages, versions, repeats, sizes."""
