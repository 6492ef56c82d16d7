"""Where records come from: for each type of resource, a function that reads the next batch of rows."""
