"""The catalogue of named queries: one ``.cypher`` file each, with a header that declares its parameters."""
