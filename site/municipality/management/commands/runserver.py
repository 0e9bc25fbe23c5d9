"""The development server, with the worker in a thread, so that one process shows all of it."""

from __future__ import annotations

import threading
from typing import Any

from django.contrib.staticfiles.management.commands.runserver import Command as StaticFilesCommand

from cms_pages.publishing.worker import work

#: seconds the worker has to finish what is under way
STOP_WITHIN = 10


class Command(StaticFilesCommand):
    addr: str
    help = "Starts the development server and, in a thread, the worker of the publication log (manage.py work)."

    def inner_run(self, *args: Any, **options: Any) -> None:
        self.stop = threading.Event()
        self.worker = threading.Thread(target=work, args=[self.stop], name="worker", daemon=True)
        try:
            super().inner_run(*args, **options)
        finally:
            self.stop.set()
            if self.worker.is_alive():
                self.worker.join(STOP_WITHIN)

    def on_bind(self, server_port: int) -> None:
        # Not earlier: the checks have passed, and the address is free.
        self.worker.start()
        host = "localhost" if self.addr in {"127.0.0.1", "0", "0.0.0.0"} else self.addr  # noqa: S104 - compared, not bound
        address = f"http://{host}:{server_port}"
        self.stdout.write(
            f"Site:      {address}/\nAdmin:     {address}/admin/\nAPI docs:  {address}/api/content/docs\n"
            "Stop with Control-C."
        )
