"""The outermost package: HTTP, storage, wiring, the browser client's files. The only one that may import all others."""
