import Foundation
import RealPrograms
import SystemPackage

struct Apache: WebServer {
    var applicationFile = "application-http.conf"
    /// By mod_fcgid; else the component runs by itself.
    var startsComponent = false

    var abilities: Abilities {
        Abilities(
            startsComponent: startsComponent, knowsUnixSockets: false, handBackStatus: 421,
            handBack: .byReturn,
            // A field of the component's answer has at most 8,189 bytes.
            longestTarget: 8189 - "Location: http://boston.app.com/Distrib=1700000000".utf8.count,
            statusBeyond: startsComponent ? 401 : 500)
    }

    let accessRules = [
        (
            "    Include distrib/site.conf\n",
            """
                Include distrib/site.conf
                <LocationMatch "^/denied$">
                    Require all denied
                </LocationMatch>
                <Location "/private/">
                    Require all denied
                </Location>
                <LocationMatch "\\.env$">
                    Require all denied
                </LocationMatch>

            """
        )
    ]

    func write(_ files: SiteFiles) throws {
        try files.copy("apache/distrib")
        let example = try Places.text(Places.examples.appending("apache/boston.conf"))
        try files.write("site.conf", example.with(lines(files)))
        try files.write(
            "web.conf",
            ApacheText.main(
                in: files.directory, listen: "127.0.0.1:\(files.web.number)",
                modules: modules(of: example, isSecure: files.options.isSecure)))
    }

    func program(_ files: SiteFiles) throws -> Program {
        Program(
            path: try Places.tool("apache2"),
            arguments: ["-f", "\(files.directory)/web.conf", "-DFOREGROUND"])
    }

    private func lines(_ files: SiteFiles) -> [(String, String)] {
        let directory = files.directory
        var lines = [
            ("\nDefine distrib_application http://127.0.0.1:8080", "\n\(application(files))"),
            ("<VirtualHost *:80>", "<VirtualHost *:\(files.web.number)>"),
            ("distrib/marker-in-path.conf", "distrib/marker-in-\(files.options.placement).conf"),
            ("Include distrib/application-http.conf", "Include distrib/\(applicationFile)"),
            ("# DocumentRoot /var/www/application/public", "DocumentRoot \(directory)"),
            ("${APACHE_LOG_DIR}/distrib.log", "\(directory)/distrib.log"),
        ]
        if startsComponent {
            let program =
                "Define distrib_program \"/usr/local/sbin/distrib-fcgi --config /etc/distrib/"
            lines.append(
                (
                    "# \(program)",
                    "Define distrib_program \"\(files.componentScript) --config \(directory)/"
                ))
        } else {
            lines.append(("component 127.0.0.1:9000", "component \(files.component)"))
        }
        if files.options.hasAccessRules { lines += accessRules }
        if files.options.failsClosed {
            lines.append(("# Define distrib_closed", "Define distrib_closed"))
        }
        if files.options.isSecure {
            lines += files.certificateLines
            lines += [
                "SSLEngine", "Protocols", "SSLCertificateFile", "SSLCertificateKeyFile",
                "RequestHeader",
            ].map { ("# \($0) ", "\($0) ") }
        }
        if files.options.takesCountry {
            lines.append(("# SetEnvIf X-Country", "SetEnvIf X-Country"))
        }
        return lines
    }

    private func application(_ files: SiteFiles) -> String {
        let url =
            files.options.wiring.isHTTP
            ? "http://127.0.0.1:\(files.application.number)"
            : "\"unix:\(files.directory)/application.sock|fcgi://localhost\""
        return "Define distrib_application \(url)"
    }

    private func modules(of example: String, isSecure: Bool) -> [String] {
        let modules = ApacheText.modules(of: example) + (isSecure ? ["ssl", "http2"] : [])
        return startsComponent ? modules.filter { $0 != "authnz_fcgi" } + ["fcgid"] : modules
    }
}
