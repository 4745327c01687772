#!/usr/bin/env bash
# The whole test suite: installs what is missing, starts the servers on loopback, runs everything, stops the servers by PID.
#   tests/run.sh            everything
#   tests/run.sh NAME…      only these test projects, such as DataMonitor.Core.Tests
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
servers=$PWD/.run/servers
tests/servers.sh install || exit
trap 'tests/servers.sh stop "$servers"' EXIT
tests/servers.sh start "$servers" || exit
. "$servers/env"
dotnet build Monitor.sln -v quiet || exit

passed=0 failed=0 skipped=0
projects=("$@")
[ ${#projects[@]} = 0 ] && projects=(DataMonitor.Core.Tests DataMonitor.Adapters.Tests DataMonitor.Daemon.Tests)
for project in "${projects[@]}"; do
  log=.run/$project.log
  dotnet test --project "tests/$project" --no-build 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  count() { sed -n "s/^ *$1: *\([0-9]*\)$/\1/p" "$log" | tail -1; }
  passed=$((passed + $(count succeeded || echo 0)))
  skipped=$((skipped + $(count skipped || echo 0)))
  broken=$(count failed)
  [ "$status" = 0 ] || [ "${broken:-0}" != 0 ] || broken=1 # a runner that died counted nothing
  failed=$((failed + ${broken:-0}))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
