"""Django's own PostgreSQL backend, which sees without asking whether a kept connection still works."""
