"""The database: the schema, the writer, outbox and jobs, files, backup, verify."""
