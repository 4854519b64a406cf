import RealPrograms
import SystemPackage

struct Caddy: WebServer {
    let abilities = Abilities(
        handBack: .byReturn, takesWholeBodies: false, cutsQueries: false)

    let accessRules = [
        (
            "\timport distrib_site\n",
            """
            \timport distrib_site
            \t@denied path /denied /private/* *.env
            \trespond @denied 403

            """
        )
    ]

    func write(_ files: SiteFiles) throws {
        try files.copy("caddy/distrib")
        let scheme = files.options.isSecure ? "https" : "http"
        var lines = [
            ("unix//run/distrib/distrib.sock", "unix/\(files.directory)/distrib.sock"),
            ("to 127.0.0.1:8080", "to 127.0.0.1:\(files.application.number)"),
            (":80 {", "\(scheme)://:\(files.web.number) {\n\tbind 127.0.0.1"),
            ("/var/log/caddy/distrib.log", "\(files.directory)/distrib.log"),
        ]
        if files.options.failsClosed {
            lines.append(("import distrib_open", "import distrib_closed"))
        }
        if files.options.hasAccessRules { lines += accessRules }
        if files.options.isSecure { lines += files.certificateLines + [("# tls", "tls")] }
        if files.options.takesCountry { lines.append(("# env GEOIP", "env GEOIP")) }
        let example = try Places.text(Places.examples.appending("caddy/Caddyfile"))
        let site = try example.with(lines)
        try files.write("Caddyfile", "{\n\tadmin off\n}\n\n\(site)")
    }

    func program(_ files: SiteFiles) throws -> Program {
        Program(
            path: try Places.tool("caddy"),
            arguments: [
                "run", "--config", "\(files.directory)/Caddyfile", "--adapter", "caddyfile",
            ],
            environment: [
                "XDG_CONFIG_HOME": files.directory.string, "XDG_DATA_HOME": files.directory.string,
            ])
    }
}
