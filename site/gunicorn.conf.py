"""Gunicorn reads this when it is started in this folder. WEB_CONCURRENCY says how many processes.

Why gunicorn, and why with threads: docs/decisions/0029-production-server.md.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

wsgi_app = "config.wsgi"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
if workers < 1:
    # gunicorn would start, and answer nobody.
    sys.exit("The environment variable WEB_CONCURRENCY is wrong: it must be 1 or more. See docs/operators.md.")
worker_class = "gthread"
threads = 4
# Search text may be long: gunicorn's own limit of 4,094 bytes for address and query would answer with a bare error.
limit_request_line = 8190
# Seconds for what is under way when it is told to stop: orchestrators kill after 30.
graceful_timeout = 25
# It would be a file in the home folder, which a container cannot write.
control_socket_disable = True
# In memory: a process whose sign of life waits for a busy disk would be killed. What is counted is there too, so that
# of a container that was killed nothing is left in a volume.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - names there are unpredictable

#: each process writes what it counts into this folder, and whichever is asked for /metrics adds it up
COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
_OURS = "kuvendi-counters-"


def on_starting(server: Any) -> None:
    if COUNTERS not in os.environ:
        os.environ[COUNTERS] = tempfile.mkdtemp(prefix=_OURS, dir=worker_tmp_dir)


def child_exit(server: Any, worker: Any) -> None:
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call] # without annotations


def on_exit(server: Any) -> None:
    if Path(os.environ[COUNTERS]).name.startswith(_OURS):
        shutil.rmtree(os.environ[COUNTERS], ignore_errors=True)
