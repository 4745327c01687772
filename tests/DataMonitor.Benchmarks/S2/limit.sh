#!/usr/bin/env bash
# S2, the limit: two connections, half of the tables each.
set -euo pipefail
cd "$(dirname "$0")"
PSQL=${PSQL:-psql}
$PSQL -XqAt -v from=1 -v to=100 -f limit.sql & A=$!
$PSQL -XqAt -v from=101 -v to=200 -f limit.sql
wait $A
