#!/usr/bin/env bash
# A PostgreSQL of its own for the benchmarks: loopback only, no password, its own data directory.
#   tests/DataMonitor.Benchmarks/postgres.sh start   makes it when missing, starts it, prints what to export
#   tests/DataMonitor.Benchmarks/postgres.sh stop    stops it, data kept
# BENCH_DIR (default .run/bench) holds the data; BENCH_PORT (55432); PGBIN, the folder of initdb, is found when not set.
set -euo pipefail
cd "$(dirname "$0")/../.."
dir=${BENCH_DIR:-.run/bench} port=${BENCH_PORT:-55432}
mkdir -p "$dir" && dir=$(cd "$dir" && pwd)
bin=${PGBIN:-$(dirname "$(readlink -f "$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb | tail -1)")")}
as=()
if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; as=(runuser -u postgres --); fi # postgres refuses root
case ${1:-} in
start)
  if [ ! -f "$dir/pgdata/PG_VERSION" ]; then
    "${as[@]}" "$bin/initdb" -D "$dir/pgdata" -U bench --auth=trust -E UTF8 --locale=C >/dev/null
    "${as[@]}" tee -a "$dir/pgdata/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$dir'
shared_buffers = 4GB
work_mem = 64MB
maintenance_work_mem = 512MB
max_wal_size = 8GB
synchronous_commit = off
autovacuum = off # no background scans during a measurement
max_connections = 60
random_page_cost = 1.1
CONF
  fi
  "${as[@]}" "$bin/pg_ctl" -D "$dir/pgdata" status >/dev/null || (cd / && "${as[@]}" "$bin/pg_ctl" -D "$dir/pgdata" -l "$dir/server.log" -w start >/dev/null)
  psql -h 127.0.0.1 -p "$port" -U bench -XqAtd postgres -c "SELECT 1 FROM pg_database WHERE datname = 'bench'" | grep -q 1 || psql -h 127.0.0.1 -p "$port" -U bench -Xqd postgres -c "CREATE DATABASE bench"
  echo "export BENCH_POSTGRES=postgresql://bench@127.0.0.1:$port/bench"
  ;;
stop) "${as[@]}" "$bin/pg_ctl" -D "$dir/pgdata" -m fast -w stop ;;
*) sed -n '2,5p' "$0" && exit 64 ;;
esac
