"""Storage: the schema, the queries and the boundaries of transactions. The only package that knows SQLAlchemy."""
