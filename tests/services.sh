#!/usr/bin/env bash
# Runs a command beside what its tests use and pip does not install: a PostgreSQL server of its own, whose URL it finds
# in CSMETRICS_TEST_POSTGRES; a Chromium with its driver, and pdftotext, for pages; LibreOffice Calc for workbooks:
#
#     tests/services.sh make test-all
#
# What is missing is taken from Debian where there is the right to. Without it the command runs all the same, and
# `make test-all` fails where it is missed.
set -uo pipefail
newest() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
has() { command -v "$1" >/dev/null; }
lacking() {
    [ -n "$(newest)" ] || echo postgresql
    has chromium || has google-chrome || echo chromium
    has chromedriver || echo chromium-driver
    has pdftotext || echo poppler-utils
    has soffice || echo libreoffice-calc-nogui
}
if [ -n "$(lacking)" ] && [ "$(id -u)" = 0 ] && has apt-get; then
    apt-get update -qq >/dev/null 2>&1
    for package in $(lacking); do
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" >/dev/null 2>&1
    done
fi
for package in $(lacking); do echo "$package is not installed: its tests cannot run" >&2; done
bin=$(newest)
[ -n "$bin" ] || exec "$@"
home=$(mktemp -d)
as() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi; }
if [ "$(id -u)" = 0 ]; then chown postgres "$home"; fi
stop() { as "$bin/pg_ctl -D $home/data -m immediate stop" >/dev/null 2>&1; rm -rf "$home"; }
trap stop EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
if as "$bin/initdb -D $home/data -U postgres -A trust" >"$home/initdb.log" 2>&1 &&
    as "$bin/pg_ctl -D $home/data -o '-p $port -k $home -c listen_addresses=127.0.0.1' -w start" >/dev/null 2>&1; then
    export CSMETRICS_TEST_POSTGRES="postgresql+psycopg://postgres@127.0.0.1:$port/postgres"
else
    echo "PostgreSQL does not start: its tests cannot run" >&2
fi
"$@"
