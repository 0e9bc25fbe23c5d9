#!/bin/sh
# What a container of the image runs: web, worker, migrate, or any manage.py command.
# Each replaces this shell, so that it gets the signal to stop.
set -eu
cd "$(dirname "$0")/../site"
case "${1:-web}" in
web)
    # Of uploads that were on their way when the one before was killed. Younger ones can be those of another web container
    # on the same volume: an upload whose file goes away is lost.
    find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'tmp*.upload*' -mmin +60 -delete
    exec python serve.py --bind "0.0.0.0:${PORT:-8000}"
    ;;
worker) exec python manage.py work ;;
*) exec python manage.py "$@" ;;
esac
