// The simplest redirect, with a timestamp, by Go's standard library; the listening socket is
// descriptor 0. GOMAXPROCS says how many threads run.
package main

import (
	"net"
	"net/http"
	"net/http/fcgi"
	"os"
	"strconv"
	"time"
)

func main() {
	listener, err := net.FileListener(os.Stdin)
	if err != nil {
		panic(err)
	}
	panic(fcgi.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stamp := strconv.FormatInt(time.Now().Unix(), 10)
		location := "http://boston.app.com" + r.URL.EscapedPath() + "/Distrib=" + stamp
		if r.URL.RawQuery != "" {
			location += "?" + r.URL.RawQuery
		}
		w.Header().Set("Location", location)
		w.WriteHeader(http.StatusFound)
	})))
}
