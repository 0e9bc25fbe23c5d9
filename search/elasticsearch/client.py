"""The connection to Elasticsearch."""

from __future__ import annotations

from functools import lru_cache

from elasticsearch import ApiError, Elasticsearch, TransportError

#: whatever goes wrong between here and there, or there
ERRORS = (ApiError, TransportError)
#: seconds in which a search has to begin to answer, and to go on answering
QUERY_TIMEOUT = 2.0
#: seconds that a request of the worker may take: all else it does waits for it
READER_TIMEOUT = 10.0
#: seconds that a request of a rebuild may take
WRITE_TIMEOUT = 30.0


@lru_cache
def client_of(url: str) -> Elasticsearch:
    """One client, with its pool of connections, per process and address. It never retries: its callers do."""
    return Elasticsearch(url, request_timeout=WRITE_TIMEOUT, max_retries=0, retry_on_timeout=False)


@lru_cache
def query_client_of(url: str) -> Elasticsearch:
    """The same client and connections, for what a reader waits for. Made once: copying the client takes half as long as
    asking.
    """
    return client_of(url).options(request_timeout=QUERY_TIMEOUT)
