#!/bin/sh
# What is made of the source once, when the image is built; run in the folder of the project.
set -eu
python -m tools.compile_messages
# None of these is used for anything, or kept: the settings ask for them.
DJANGO_SETTINGS_MODULE=config.settings.production DATABASE_URL=sqlite:///:memory: ALLOWED_HOSTS=localhost \
    BASE_URL=https://localhost SECRET_KEY=not-a-key-not-a-key-not-a-key-not-a-key-not-a-key-at-all \
    python site/manage.py collectstatic --noinput --verbosity 0
# The program cannot write beside itself later on.
python -m compileall -q alerts cms_pages publications search site tools
