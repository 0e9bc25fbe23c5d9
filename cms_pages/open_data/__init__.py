"""Everything that is published, as files: for each type and language one of JSON Lines and one of CSV, from the log."""
