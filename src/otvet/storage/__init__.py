"""The database: schema on one page, the writer, outbox and jobs, files, backup, verify."""
