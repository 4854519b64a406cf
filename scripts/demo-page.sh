# shellcheck shell=bash
# The demonstration as a page, for sourcing: the proxy that plays the nameservers also serves it, passes on what the
# Sites say of themselves, and notes each trip. What the page's buttons ask for, it notes in a file, whose lines are carried
# out here: a web server needs no program for that. It needs $run, $here, $sites and $binaries.

# Prints what the proxy has beside the names, as lines of its section http.
page_configuration() {
    local home=$run/names
    cp -r "$here/scripts/demo-page" "$run/page"
    chmod -R a+rX "$run/page"
    : >"$home/trips.log"
    : >"$home/orders.log"
    cat <<END
types { text/html html; text/css css; text/javascript js; }
log_format trip escape=json '{"host":"\$http_host","uri":"\$request_uri","status":\$status,"site":"\$upstream_addr",'
    '"decision":"\$sent_http_x_distrib_decision","to":"\$sent_http_location","refresh":"\$sent_http_refresh","asks":"\$asks"}';
log_format order '\$what \$which';
# Of what a page loads by itself, nothing is a trip.
map \$uri \$asks { default 1; ~^/(static|favicon|distrib) 0; }
map "" \$what { default ''; }
map "" \$which { default ''; }
END
}

# Prints the server of the page. $1: the address to listen on
page_server() {
    local home=$run/names
    cat <<END
server {
    listen $1;
    server_name demo.localhost;
    root $run/page;
    location = / { try_files /index.html =404; }
    location ~ ^/sites/(?<site>boston|chicago|geneva)/status\$ {
        proxy_pass http://unix:$run/\$site/web.sock:/distrib/status?json;
        proxy_set_header Host \$site.app.localhost;
    }
    location = /trips { alias $home/trips.log; default_type text/plain; add_header Cache-Control no-store; }
    # Only a page of this server can send the field.
    location ~ ^/do/(?<wanted>busy|free|kill|revive|visit|crowd)(/(?<whom>boston|chicago|geneva|en|de))?\$ {
        if (\$http_x_demonstration = '') { return 403; }
        if (\$request_method != POST) { return 405; }
        set \$what \$wanted;
        set \$which \$whom;
        access_log $home/orders.log order;
        return 204;
    }
}
END
}

# Carries out what the page asks for, until everything is stopped.
start_performing() {
    local home=$run/names
    mkfifo "$home/orders"
    perform <"$home/orders" >>"$home/performed.log" 2>&1 &
    echo $! >"$home/performer.pid"
    # It ends with its reader.
    tail -n 0 -F --pid=$! "$home/orders.log" >"$home/orders" 2>/dev/null &
}

perform() {
    local what which
    while read -r what which; do
        case "$what ${which:-none}" in
            "busy "*) touch "$run/$which/drain" ;;
            "free "*) rm -f "$run/$which/drain" ;;
            "kill "*) stop_site "$which" ;;
            "revive "*) start_site "$which" ;;
            "visit "*) visit "$which" & ;;
            "crowd "*)
                "$binaries/demo-application" crowd "http://app.localhost:$port/" >"$run/names/crowd.log" 2>&1 &
                echo $! >"$run/names/crowd.pid"
                ;;
        esac
    done
}

# A visitor comes, and follows where it is led.
visit() {
    local jar
    jar=$(mktemp "$run/jar.XXXXXX")
    curl --silent --output /dev/null --location --max-redirs 20 --max-time 20 --noproxy '*' \
        --connect-to "::127.0.0.1:$port" --cookie "$jar" --cookie-jar "$jar" --header "Accept-Language: $1" \
        "http://app.localhost:$port/" || true
    rm -f "$jar"
}
