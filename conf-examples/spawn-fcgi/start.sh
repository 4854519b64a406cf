#!/bin/sh
# Starts the component under spawn-fcgi, which opens the socket, drops privileges and leaves it
# running in the background:
#
#     ./start.sh boston.app.com [CONFIG]
#     kill -HUP "$(cat /run/distrib/distrib-fcgi.pid)"   # reloads the configuration
#     kill "$(cat /run/distrib/distrib-fcgi.pid)"        # answers what is in flight, and ends
#
# These environment variables override the defaults below:
#     DISTRIB_PROGRAM   the program
#     DISTRIB_RUN       the directory of the socket, the pid file and the log
#     DISTRIB_USER      the user that the component runs as, if root starts it
#     DISTRIB_LOG_LEVEL the log level; debug logs every decision with its row
#     WEB_GROUP         the web server's group, which may connect, if root starts the component
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: $0 SITE [CONFIG]; nothing was started" >&2
    exit 64
fi
site=$1
config=${2:-/etc/distrib/distrib.yaml}
program=${DISTRIB_PROGRAM:-/usr/local/sbin/distrib-fcgi}
run=${DISTRIB_RUN:-/run/distrib}
user=${DISTRIB_USER:-distrib-fcgi}
level=${DISTRIB_LOG_LEVEL:-info}
log=$run/distrib-fcgi.log

# spawn-fcgi can't tell why a program ended at once; this check can.
"$program" check --config "$config" --site "$site"

mkdir -p "$run"
touch "$log"

set -- -s "$run/distrib.sock" -M 0660 -P "$run/distrib-fcgi.pid"
if [ "$(id -u)" -eq 0 ]; then
    chown "$user" "$log"
    set -- "$@" -G "${WEB_GROUP:-www-data}"
    # spawn-fcgi refuses to give the socket to root, who owns it anyway.
    if [ "$user" != root ]; then set -- "$@" -u "$user" -U "$user"; fi
fi

# spawn-fcgi sends what a program says to /dev/null, so a shell opens the log before it becomes the
# program.
# shellcheck disable=SC2016  # the inner shell expands it
exec spawn-fcgi "$@" -- /bin/sh -c 'log=$1; shift; exec "$@" 2>>"$log"' sh \
    "$log" "$program" serve --config "$config" --site "$site" --log-level "$level"
