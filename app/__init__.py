"""The outermost room: HTTP, storage, wiring, the browser client's files. The only package that knows all others."""
