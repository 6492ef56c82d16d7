"""What is kept of people: how long, what a legal hold stops, and what they may ask about it."""
