"""Storage: the schema, the queries and the transactions. The only package that knows SQLAlchemy."""
