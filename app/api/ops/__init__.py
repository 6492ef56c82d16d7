"""What operators and probes ask for."""
