"""What several subjects of the rules use."""
