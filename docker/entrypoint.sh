#!/bin/sh
# What a container of the image runs: web, worker, migrate, or any manage.py command.
# Each replaces this shell, so that it gets the signal to stop.
set -eu
cd "$(dirname "$0")/../site"
case "${1:-web}" in
web)
    # When the one before was killed: uploads that were on their way, and what it counted.
    rm -rf "${TMPDIR:-/tmp}"/tmp*.upload* "${TMPDIR:-/tmp}"/kuvendi-counters-*
    exec python -m gunicorn --bind "0.0.0.0:${PORT:-8000}"
    ;;
worker) exec python manage.py work ;;
*) exec python manage.py "$@" ;;
esac
