"""The graph model: labels, relationships, properties, records, tables and errors."""
