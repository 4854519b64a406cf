#!/bin/sh
# Starts the component under spawn-fcgi, which opens the socket, drops privileges and leaves it
# running in the background:
#
#     ./start.sh boston.app.com [CONFIG]
#     ./start.sh --replace boston.app.com [CONFIG]       # upgrades: another process takes the place of the one that runs
#     kill -HUP "$(cat /run/distrib/distrib-fcgi.pid)"   # reloads the configuration
#     kill "$(cat /run/distrib/distrib-fcgi.pid)"        # answers what is in flight, and ends
#
# If root starts it, it runs as the user distrib-fcgi, which has to be made once:
#
#     useradd --system --no-create-home --shell /usr/sbin/nologin distrib-fcgi
#
# The log is /var/log/distrib-fcgi.log; the file logrotate beside this one keeps it short.
#
# These environment variables override the defaults below:
#     DISTRIB_PROGRAM   the program
#     DISTRIB_RUN       the directory of the socket and the pid file, and then also of the log
#     DISTRIB_LOG       the log
#     DISTRIB_USER      the user that the component runs as, if root starts it
#     DISTRIB_LOG_LEVEL the log level; debug logs every decision with its row
#     WEB_GROUP         the web server's group, which may connect, if root starts the component
set -eu

replaces=
if [ "${1:-}" = --replace ]; then
    replaces=yes
    shift
fi
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: $0 [--replace] SITE [CONFIG]; nothing was started" >&2
    exit 64
fi
site=$1
config=${2:-/etc/distrib/distrib.yaml}
program=${DISTRIB_PROGRAM:-/usr/local/sbin/distrib-fcgi}
run=${DISTRIB_RUN:-/run/distrib}
user=${DISTRIB_USER:-distrib-fcgi}
level=${DISTRIB_LOG_LEVEL:-info}
log=${DISTRIB_LOG:-${DISTRIB_RUN:-/var/log}/distrib-fcgi.log}

pid=$(cat "$run/distrib-fcgi.pid" 2>/dev/null || true)
if [ -z "$pid" ] || [ "$(cat "/proc/$pid/comm" 2>/dev/null)" != distrib-fcgi ]; then
    pid=
elif [ -z "$replaces" ]; then
    echo "$0: process $pid runs already and was left as it is; kill -HUP $pid makes it reload" >&2
    exit 0
fi
# spawn-fcgi can't tell why a program ended at once; this check can.
"$program" check --config "$config" --site "$site"
if [ "$(id -u)" -eq 0 ] && ! id "$user" >/dev/null 2>&1; then
    echo "$0: there is no user $user, as whom the component is to run; nothing was started. To make it:" >&2
    echo "    useradd --system --no-create-home --shell /usr/sbin/nologin $user" >&2
    exit 67
fi

mkdir -p "$run"
touch "$log"

# Where one runs already, the next one gets a socket beside the first one's, and then its name.
next=${pid:+.next}
# spawn-fcgi empties the pid file before it finds the socket in use, so it gets one of its own.
made=$run/distrib-fcgi.pid.$$
set -- -s "$run/distrib.sock$next" -M 0660 -P "$made"
if [ "$(id -u)" -eq 0 ]; then
    chown "$user" "$log"
    set -- "$@" -G "${WEB_GROUP:-www-data}"
    # spawn-fcgi refuses to give the socket to root, who owns it anyway.
    if [ "$user" != root ]; then set -- "$@" -u "$user" -U "$user"; fi
fi

# spawn-fcgi sends what a program says to /dev/null, so a shell opens the log before it becomes the
# program.
# shellcheck disable=SC2016  # the inner shell expands it
spawn-fcgi "$@" -- /bin/sh -c 'log=$1; shift; exec "$@" 2>>"$log"' sh \
    "$log" "$program" serve --config "$config" --site "$site" --log-level "$level" || {
    status=$?
    rm -f "$made"
    echo "$0: nothing was started, and whatever runs was left as it is" >&2
    exit $status
}

# From this moment on, whoever connects comes to the next one; the first one answers those that came before.
if [ -n "$next" ]; then mv "$run/distrib.sock$next" "$run/distrib.sock"; fi
mv "$made" "$run/distrib-fcgi.pid"
if [ -n "$pid" ]; then
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
fi
