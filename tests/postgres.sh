#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own, whose URL it finds in CSMETRICS_TEST_POSTGRES:
#
#     tests/postgres.sh make test
#
# Debian's server is installed where there is none and the right to. Without a server the command runs all the same, and
# the tests that need one show as skipped.
set -uo pipefail
newest() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
if [ -z "$(newest)" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y postgresql) >/dev/null 2>&1
fi
bin=$(newest)
[ -n "$bin" ] || { echo "no PostgreSQL server: its tests will be skipped" >&2; exec "$@"; }
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
    echo "PostgreSQL does not start: its tests will be skipped" >&2
fi
"$@"
