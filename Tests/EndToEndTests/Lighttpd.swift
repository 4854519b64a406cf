import RealPrograms
import SystemPackage

struct Lighttpd: WebServer {
    let abilities = Abilities(
        setsVariables: false, handBack: .undecided, returnsWhenDown: true, busyStatus: 503,
        keepsCookies: false)

    let accessRules = [
        (
            "include var.distrib + \"/site.conf\"\n",
            """
            include var.distrib + "/site.conf"
            $HTTP["url"] =~ "^/denied$|^/private/|\\.env$" { url.access-deny = ( "" ) }

            """
        )
    ]

    func write(_ files: SiteFiles) throws {
        try files.copy("lighttpd/distrib")
        let directory = files.directory
        var lines = [
            ("/etc/lighttpd/distrib\"", "\(directory)/distrib\""),
            ("/run/distrib/distrib.sock", "\(directory)/distrib.sock"),
            ("application_port = 8080", "application_port = \(files.application.number)"),
            ("/marker-in-path.conf\"", "/marker-in-\(files.options.placement).conf\""),
            ("/var/log/lighttpd/distrib.log", "\(directory)/distrib.log"),
        ]
        if files.options.hasAccessRules { lines += accessRules }
        if files.options.failsClosed {
            lines.append(("when_down = \"open\"", "when_down = \"closed\""))
        }
        if files.options.isSecure {
            lines += files.certificateLines
            lines += [
                "server.modules +=", "$SERVER[\"socket\"]", "    ssl.engine", "    ssl.pemfile",
                "    ssl.privkey", "}\n",
            ].map { ("\n# \($0)", "\n\($0)") }
            lines.append(("\":443\"", "\"127.0.0.1:\(files.web.number)\""))
        }
        try files.write(
            "site.conf", Places.text(Places.examples.appending("lighttpd/boston.conf")).with(lines))
        try files.write("web.conf", mainConfiguration(files))
    }

    func program(_ files: SiteFiles) throws -> Program {
        Program(
            path: try Places.tool("lighttpd"),
            arguments: ["-D", "-f", "\(files.directory)/web.conf"])
    }

    /// What of Debian's own lighttpd.conf matters here.
    private func mainConfiguration(_ files: SiteFiles) -> String {
        """
        server.document-root = "\(files.directory)"
        server.upload-dirs = ( "\(files.directory)" )
        server.errorlog = "\(files.directory)/error.log"
        server.bind = "127.0.0.1"
        server.port = \(files.plainPort)
        server.http-parseopts = (
            "header-strict" => "enable", "host-strict" => "enable", "host-normalize" => "enable",
            "url-normalize-unreserved" => "enable", "url-normalize-required" => "enable",
            "url-ctrls-reject" => "enable", "url-path-2f-decode" => "enable",
            "url-path-dotseg-remove" => "enable"
        )
        include "site.conf"

        """
    }
}
