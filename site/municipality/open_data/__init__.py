"""The municipality's open data for people and for catalogues: which files there are, and what is in them."""
