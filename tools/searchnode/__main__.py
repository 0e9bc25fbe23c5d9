"""Run a search node in the foreground until Ctrl-C or SIGTERM: ``python -m tools.searchnode [--port 9200]``."""

import argparse
import signal
import sys
from pathlib import Path

from tools.searchnode.build import CACHE, BuildError, build_node
from tools.searchnode.node import HEAP, NodeError, SearchNode


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.searchnode", description=__doc__)
    parser.add_argument("--port", type=int, default=9200, help="HTTP port on 127.0.0.1 (default: %(default)s)")
    parser.add_argument("--directory", type=Path, help="keeps the data and the log (default: one per port in .cache)")
    parser.add_argument("--heap", default=HEAP, help="largest Java heap (default: %(default)s)")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    node = SearchNode(options.directory or CACHE / f"data-{options.port}", options.port, options.heap)
    try:
        print("Building the node where needed (the first time takes about a minute) ...", flush=True)
        build_node()
        print("Starting Elasticsearch ...", flush=True)
        with node:
            print(f"Elasticsearch answers at {node.url}; its log is {node.log}\nStop it with Ctrl-C.", flush=True)
            node.wait()
    except (BuildError, NodeError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass
    else:
        sys.exit(f"Elasticsearch ended by itself: see {node.log}")


if __name__ == "__main__":
    main()
