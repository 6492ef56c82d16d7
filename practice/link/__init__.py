"""A light connection to the relay: it sends one picture and one voice, and receives neither."""
