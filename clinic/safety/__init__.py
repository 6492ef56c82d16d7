"""Location, licence match, screening and clearance, the help signal, escalation, quick exit."""
