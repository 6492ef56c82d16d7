"""How a simulated person decides what to do next. Pure: a view and `now` go in, a deed comes out."""
