"""Series, appointments, seating, conflicts, and the programme minutes that count."""
