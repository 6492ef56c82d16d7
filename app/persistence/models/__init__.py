"""The tables, a module for each area. Whoever wants all of them imports ``all_tables``."""
