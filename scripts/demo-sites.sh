# shellcheck shell=bash
# The machines of the demonstration, for sourcing: three Sites, and what plays the nameservers.
# They need $run (a directory of its own), $binaries, $examples, and demo-page.sh.

declare -A ring_next=([boston]=chicago [chicago]=boston [geneva]=chicago)
sites=(boston chicago geneva)

start_everything() {
    local site
    # The workers of a web server that root starts run as another user.
    chmod 711 "$run"
    "$binaries/distrib-fcgi" key "$run/demo.key" >/dev/null
    for site in "${sites[@]}"; do
        lay_out_site "$site"
        start_site "$site"
    done
    start_names
}

# The example configuration, with this machine's paths and the names that browsers know to be local; and with a
# waiting line, which needs keys, and a rate so small that a crowd has to wait.
lay_out_site() {
    local site=$1 home=$run/$1
    mkdir -p "$home"
    {
        sed -e 's/app\.com/app.localhost/g' -e "s#/run/distrib/drain#$home/drain#" \
            "$examples/three-sites.yaml"
        # The file ends among the keys of its Pool.
        cat <<-END
		    marker: { keys: [{ id: demo, file: $run/demo.key }] }
		    admission: { sessions: { rate: 2/s, burst: 10 } }
		    waiting: { keep: 2m, poll: { near: 1s, far: 4s } }
		END
    } >"$home/distrib.yaml"
    cp -r "$examples/nginx/distrib" "$home/"
    # What comes from the proxy that plays the nameservers comes from this machine.
    sed -i 's/allow ::1;/& allow unix:;/' "$home/distrib/status.conf"
    # Where this machine has no time for the component, the component is not down.
    sed -i 's/fastcgi_read_timeout 2s;/fastcgi_read_timeout 20s;/' "$home/distrib/component.conf"
    "$binaries/distrib-fcgi" generate nginx --config "$home/distrib.yaml" \
        --site "$site.app.localhost" |
        sed -e "s#/run/distrib/#$home/#" -e "s#127\.0\.0\.1:8080#unix:$home/application.sock#" \
            -e "s#listen 80;#listen unix:$home/web.sock;#" -e '/listen \[::\]:80/d' \
            -e 's#application-http\.conf;#application-fastcgi.conf;#' \
            -e "s#/var/log/nginx/#$home/#" -e 's/# \(add_header X-Distrib-Decision\)/\1/' \
            >"$home/site.conf"
    write_nginx_configuration "$home" 'include distrib/http.conf; include site.conf;'
}

start_site() {
    local site=$1 home=$run/$1
    start_component "$site"
    spawn-fcgi -s "$home/application.sock" -M 0666 -P "$home/application.pid" \
        -- "$binaries/demo-application" --site "$site.app.localhost" >/dev/null
    nginx -c "$home/nginx.conf"
}

start_component() {
    local site=$1 home=$run/$1
    DISTRIB_PROGRAM=$binaries/distrib-fcgi DISTRIB_RUN=$home DISTRIB_USER=$(id -un) \
        "$examples/spawn-fcgi/start.sh" "$site.app.localhost" "$home/distrib.yaml" >/dev/null
}

stop_site() {
    stop "$run/$1/nginx.pid" "$run/$1/application.pid" "$run/$1/distrib-fcgi.pid"
}

stop_everything() {
    stop "$run"/*/*.pid
}

# Ends the processes of pid files and waits until they are gone.
stop() {
    local file pid pids=()
    for file in "$@"; do
        if [ ! -s "$file" ]; then continue; fi
        pid=$(cat "$file")
        rm -f "$file"
        if kill "$pid" 2>/dev/null; then pids+=("$pid"); fi
    done
    for pid in "${pids[@]}"; do
        timeout 10 tail --pid="$pid" -s 0.05 -f /dev/null || kill -KILL "$pid" 2>/dev/null || true
    done
}

# A proxy plays the nameservers, because every *.localhost is this machine: a Site Name leads to its
# Site, or else to the next one of the ring (DNS failover); the Pool Name and the Group Names lead to
# any of their Sites (DNS load balancing). The proxy changes nothing in a request.
start_names() {
    local home=$run/names site
    mkdir -p "$home"
    {
        for site in "${sites[@]}"; do
            upstream "$site" "$site" "${ring_next[$site]} backup"
        done
        upstream pool "${sites[@]}"
        upstream americas boston chicago
        upstream europe geneva chicago
        cat <<-'END'
		map $host $leads_to {
		    default                 pool;
		    boston.app.localhost    boston;
		    chicago.app.localhost   chicago;
		    geneva.app.localhost    geneva;
		    americas.app.localhost  americas;
		    europe.app.localhost    europe;
		}
		END
        page_configuration
    } >"$home/names.conf"
    listen_on_a_free_port "$home"
}

upstream() {
    local name=$1 member words
    shift
    echo "upstream $name {"
    for member in "$@"; do
        read -r -a words <<<"$member"
        echo "    server unix:$run/${words[0]}/web.sock max_fails=0 ${words[1]-};"
    done
    echo "}"
}

# Sets $port to PORT, or else to the first random port that nobody uses.
listen_on_a_free_port() {
    local home=$1 attempt
    for attempt in {1..20}; do
        port=${PORT:-$((20000 + RANDOM % 12000))}
        write_nginx_configuration "$home" "include names.conf;
$(page_server "127.0.0.1:$port")
server {
    listen 127.0.0.1:$port default_server;
    access_log $home/trips.log trip;
    client_max_body_size 16m;
    large_client_header_buffers 4 16k;
    proxy_buffer_size 32k;
    proxy_buffers 4 32k;
    proxy_busy_buffers_size 64k;
    location / {
        proxy_pass http://\$leads_to;
        proxy_set_header Host \$http_host;
        proxy_next_upstream error timeout non_idempotent;
    }
}"
        if nginx -c "$home/nginx.conf" 2>>"$home/error.log"; then
            # For `demo crowd`.
            echo "$port" >"$run/port"
            return
        fi
        if [ -n "${PORT:-}" ]; then break; fi
    done
    cat "$home/error.log" >&2
    echo "${0##*/}: no port to listen on after attempt $attempt (see above); nothing is left running" >&2
    exit 71
}

write_nginx_configuration() {
    local home=$1 content=$2 kind
    {
        # Debian's packages give the sockets of FastCGI programs to this group.
        if [ "$(id -u)" -eq 0 ]; then echo "user www-data;"; fi
        echo "pid $home/nginx.pid;"
        echo "error_log $home/error.log;"
        echo "worker_processes 1;"
        echo "events {}"
        echo "http {"
        echo "access_log off;"
        for kind in client_body proxy fastcgi uwsgi scgi; do
            echo "${kind}_temp_path $home/$kind;"
        done
        echo "$content"
        echo "}"
    } >"$home/nginx.conf"
}
