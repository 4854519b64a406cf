import RealPrograms
import SystemPackage

struct HAProxy: WebServer {
    let abilities = Abilities(
        handBack: .undecided, startsByReturn: true, checksComponent: true, keepsCookies: false,
        longestTarget: 6000 - "/Distrib=1700000000".utf8.count, statusBeyond: 414)

    let accessRules = [
        (
            "    use_backend distrib if is_endpoint\n",
            """
                http-request deny if { path /denied } || { path_beg /private/ } || { path_end .env }
                use_backend distrib if is_endpoint

            """
        )
    ]

    func write(_ files: SiteFiles) throws {
        var lines = [
            ("log /dev/log local0", "log stdout format raw local0"),
            ("bind :80\n", "bind 127.0.0.1:\(files.plainPort)\n"),
            ("unix@/run/distrib/distrib.sock", "unix@\(files.directory)/distrib.sock"),
            ("127.0.0.1:8080", "127.0.0.1:\(files.application.number)"),
        ]
        if files.options.placement == "query" {
            let line = "http-request replace-pathq"
            lines = [("    # \(line)", "    HTTP"), ("    \(line)", "    # \(line)")] + lines
            lines.append(("    HTTP", "    \(line)"))
        }
        if files.options.failsClosed {
            for line in ["set-var(txn.word) str(direct)", "return status 200"] {
                lines.append(("    http-request \(line)", "    # http-request \(line)"))
            }
        }
        if files.options.hasAccessRules { lines += accessRules }
        if files.options.isSecure {
            lines.append(("# bind :443 ssl", "bind 127.0.0.1:\(files.web.number) ssl"))
            lines.append(("/etc/ssl/app.com/site.pem", "\(files.directory)/both.pem"))
        }
        if files.options.takesCountry { lines.append(("# set-param GEOIP", "set-param GEOIP")) }
        try files.write(
            "web.conf", Places.text(Places.examples.appending("haproxy/haproxy.cfg")).with(lines))
    }

    func program(_ files: SiteFiles) throws -> Program {
        Program(
            path: try Places.tool("haproxy"),
            arguments: ["-db", "-f", "\(files.directory)/web.conf"])
    }
}
