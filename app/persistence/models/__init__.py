"""The tables, one module for each area. ``all_tables`` imports all of them."""
