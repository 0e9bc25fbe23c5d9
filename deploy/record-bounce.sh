#!/bin/sh
# What Postfix gives to a command has none of the site's settings: see docs/operators.md, Alerts, Bounces.
set -eu
settings="${KUVENDI_ENV:-/etc/kuvendi.env}"
if [ ! -r "$settings" ]; then
    echo "$settings cannot be read by $(id -un)." >&2
    exit 75 # the mail server keeps the letter and gives it again; anything else throws it away
fi
while IFS= read -r line; do
    case "$line" in
    [A-Z]*=*) export "${line?}" ;;
    esac
done <"$settings"
export DJANGO_SETTINGS_MODULE=config.settings.production
cd "$(dirname "$0")/.."
exec .venv/bin/python site/manage.py record_bounce
