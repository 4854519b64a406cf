# shellcheck shell=bash
# The client of the demonstration, for sourcing: it follows redirects, shows each answer, and checks what it
# saw. It needs $run, $port and $binaries.

checks=0
failures=0

title() { printf '\n%s\n' "$1"; }

# A new client has no cookies.
new_client() { rm -f "$run/cookies"; }

# ask METHOD URL [CURL-OPTION]...: asks, and follows redirects. $status, $labels and $body then say what came
# of it, and $url is where it ended.
ask() {
    local method=$1 location
    url=$2
    shift 2
    labels=
    for _ in {1..20}; do
        answer "$method" "$url" "$@"
        status=$(head -n 1 "$run/head" | cut -d ' ' -f 2)
        location=$(field Location)
        note_label "$(field X-Distrib-Decision)"
        printf '    %s %s\n        %s %s%s\n' "$method" "$(shortened "$url")" "$status" \
            "${labels##* }" "${location:+ → $(shortened "$location")}"
        if [ -z "$location" ]; then break; fi
        url=$location
        # Only 307 keeps the method.
        if [ "$status" != 307 ] && [ "$method" = POST ]; then method=GET; fi
    done
    body=$(cat "$run/body")
}

# crowd URL [OPTION]...: lets visitors come; $body then says what became of them.
crowd() {
    "$binaries/demo-application" crowd "$@" | tee "$run/crowd" || true
    body=$(cat "$run/crowd")
}

# The address at which a Site binds a client to itself, once the nameservers have led it there: with a fresh marker.
bound_to() {
    curl --silent --show-error --path-as-is --max-time 20 --noproxy '*' --unix-socket "$run/$1/web.sock" \
        --output /dev/null --write-out '%{redirect_url}' "http://americas.app.localhost:$port$2"
}

answer() {
    local method=$1 address=$2
    shift 2
    curl --silent --show-error --path-as-is --max-time 20 --noproxy '*' --request "$method" \
        --connect-to "::127.0.0.1:$port" --cookie "$run/cookies" --cookie-jar "$run/cookies" \
        --dump-header "$run/head" --output "$run/body" --header 'Expect:' "$@" "$address"
}

field() {
    tr -d '\r' <"$run/head" | sed -n "s/^$1: //Ip" | head -n 1
}

# The answer to a request with a session has no decision.
note_label() { labels="${labels:+$labels }${1:-session}"; }

shortened() {
    if [ ${#1} -gt 110 ]; then printf '%s…' "${1:0:110}"; else printf '%s' "$1"; fi
}

# expect status|labels|body PATTERN: labels and status must match as a whole; of the body, a part must match.
expect() {
    local what=$1 pattern=$2 seen=${!1}
    checks=$((checks + 1))
    if [ "$what" != body ]; then pattern="^($pattern)\$"; fi
    if grep -Eq -- "$pattern" <<<"$seen"; then return; fi
    failures=$((failures + 1))
    printf '    WRONG: %s should match “%s”, but is:\n%s\n' "$what" "$2" "$seen"
}

# The component measures its signals in the background, so a change takes a moment.
await_readiness() {
    local site=$1 wanted=$2 seen='' deadline=$((SECONDS + 20))
    until [ "$seen" = "$wanted" ]; do
        seen=$(curl --silent --output /dev/null --write-out '%{http_code}' \
            --unix-socket "$run/$site/web.sock" "http://$site.app.localhost/distrib/ready" || true)
        if [ $SECONDS -gt $deadline ]; then
            echo "${0##*/}: $site still answers $seen to /distrib/ready, not $wanted; giving up" >&2
            exit 70
        fi
    done
}
