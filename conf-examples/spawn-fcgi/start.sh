#!/bin/sh
# Starts the component under spawn-fcgi, which opens the socket, drops privileges and leaves it
# running. As root:
#
#     ./start.sh boston.app.com [CONFIG]
#     kill "$(cat /run/distrib-fcgi/distrib-fcgi.pid)"        # finishes what is in flight
#     kill -HUP "$(cat /run/distrib-fcgi/distrib-fcgi.pid)"   # reloads the configuration
#
# The environment overrides the rest:
#     DISTRIB_PROGRAM  the program            DISTRIB_RUN   the directory of socket and pid file
#     DISTRIB_USER     runs as this user      WEB_GROUP     the web server's group, who may connect
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: $0 SITE [CONFIG]; nothing was started" >&2
    exit 64
fi
site=$1
config=${2:-/etc/distrib-fcgi/distrib.yaml}
program=${DISTRIB_PROGRAM:-/usr/local/bin/distrib-fcgi}
run=${DISTRIB_RUN:-/run/distrib-fcgi}
user=${DISTRIB_USER:-distrib-fcgi}
group=${WEB_GROUP:-www-data}

# spawn-fcgi can't tell why a program ended at once; this can.
"$program" check --config "$config" --site "$site"

mkdir -p "$run"
exec spawn-fcgi -s "$run/distrib-fcgi.sock" -M 0660 -u "$user" -U "$user" -G "$group" \
    -P "$run/distrib-fcgi.pid" -- "$program" serve --config "$config" --site "$site"
