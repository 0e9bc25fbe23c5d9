"""Gunicorn reads this when it is started in this folder."""

wsgi_app = "config.wsgi"
# Search text may be long: gunicorn's own limit of 4,094 bytes for address and query would answer with a bare error.
limit_request_line = 8190
