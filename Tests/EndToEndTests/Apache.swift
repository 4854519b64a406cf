import Foundation
import RealPrograms
import SystemPackage

struct Apache: WebServer {
    /// Whether the application is reached by HTTP; else by FastCGI.
    var isHTTP = true

    let abilities = Abilities(
        handBackStatus: 421, handBack: .byReturn, returnWhenDown: "http://boston.app.com")

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

    func settings(_ files: SiteFiles) -> [String] {
        files.options.isGenerated ? files.generatedSettings : []
    }

    func write(_ files: SiteFiles) async throws {
        try files.copy("apache/distrib")
        if !isHTTP { try writeApplicationDirectory(files) }
        if files.options.hasAccessRules { try ApacheRules.write(files) }
        if files.options.isGenerated { return try await writeGenerated(files) }
        let example = try Places.text(Places.examples.appending("apache/boston.app.com.conf"))
        try files.write("site.conf", example.with(lines(files)))
        try files.write(
            "web.conf",
            ApacheText.main(
                in: files.directory, listen: "127.0.0.1:\(files.web.number)",
                modules: ApacheText.modules(of: example)
                    + (isHTTP ? [] : ["dir", "proxy_fcgi"])
                    + (files.options.trustsProxy ? ["remoteip"] : [])
                    + (files.options.hasAccessRules ? ApacheRules.modules : [])
                    + (files.options.isSecure ? ["ssl", "http2"] : [])))
    }

    private func writeGenerated(_ files: SiteFiles) async throws {
        let directory = files.directory
        var lines = [
            ("LuaRoot /etc/apache2", "LuaRoot \(directory)"),
            ("${APACHE_LOG_DIR}/distrib.log", "\(directory)/distrib.log"),
        ]
        if files.options.hasAccessRules {
            lines += accessRules.map { ($0, $1 + ApacheRules.sections(files)) }
        }
        if !isHTTP {
            let line = "        FallbackResource /index.php\n"
            lines.append((line, line + "        Require all granted\n"))
        }
        let text = try await files.generate("apache", suffix: "conf")
        try files.write("site.conf", text.with(lines))
        // It says itself where it listens.
        try files.write(
            "web.conf",
            ApacheText.main(
                in: directory, listen: "127.0.0.1:\(files.socket.number)",
                modules: ApacheText.modules(of: text)
                    + (files.options.hasAccessRules ? ApacheRules.modules : [])))
    }

    func lengthenPatience(_ files: SiteFiles) throws {
        try Patience.apache.change("distrib/distrib_fastcgi.lua", in: files.directory)
    }

    func program(_ files: SiteFiles) throws -> Program {
        Program(
            path: try Places.tool("apache2"),
            arguments: ["-f", "\(files.directory)/web.conf", "-DFOREGROUND"])
    }

    /// The front controller has to be there, but the demonstration application does not look at it.
    private func writeApplicationDirectory(_ files: SiteFiles) throws {
        try FileManager.default.createDirectory(
            atPath: "\(files.directory)/public", withIntermediateDirectories: false)
        try files.write("public/index.php", "")
    }

    private func lines(_ files: SiteFiles) -> [(String, String)] {
        let directory = files.directory
        var lines = [
            ("<VirtualHost *:80>", "<VirtualHost *:\(files.web.number)>"),
            ("LuaRoot /etc/apache2", "LuaRoot \(directory)"),
            ("unix:/run/distrib/distrib.sock", "unix:\(files.componentSocket)"),
            ("${APACHE_LOG_DIR}/distrib.log", "\(directory)/distrib.log"),
        ]
        lines +=
            isHTTP
            ? [("127.0.0.1:8080", "127.0.0.1:\(files.application.number)")] : fastCGI(files)
        if files.options.hasAccessRules {
            lines += accessRules.map { ($0, $1 + ApacheRules.sections(files)) }
        }
        if files.options.failsClosed { lines.append(setting("distrib_closed")) }
        if files.options.placement == "query" { lines.append(setting("distrib_placement=query")) }
        if !files.options.remembersSite {
            lines.append(
                (
                    "    SetEnvIf Request_URI ^ \"distrib_site_cookie=",
                    "    # SetEnvIf Request_URI ^ \"distrib_site_cookie="
                ))
        }
        if files.options.isSecure {
            lines += files.certificateLines
            lines += [
                "SSLEngine", "Protocols", "SSLCertificateFile", "SSLCertificateKeyFile",
            ].map { ("# \($0) ", "\($0) ") }
        }
        if files.options.trustsProxy {
            lines += [
                ("# RemoteIPHeader", "RemoteIPHeader"),
                ("# RemoteIPInternalProxy 192.0.2.0/24", "RemoteIPInternalProxy 127.0.0.1/32"),
                ("# SetEnvIfExpr \"%{CONN", "SetEnvIfExpr \"%{CONN"),
                ("-ipmatch '192.0.2.0/24'", "-ipmatch '127.0.0.1/32'"),
            ]
        }
        if files.options.takesCountry {
            lines.append(("# SetEnvIf X-Country", "SetEnvIf X-Country"))
        }
        return lines
    }

    private func setting(_ text: String) -> (String, String) {
        ("# SetEnvIf Request_URI ^ \(text)", "SetEnvIf Request_URI ^ \(text)")
    }

    private func fastCGI(_ files: SiteFiles) -> [(String, String)] {
        let directory = "\(files.directory)/public"
        return [
            ("    ProxyPass \"/\"", "    # ProxyPass \"/\""),
            ("    # DocumentRoot /var/www/application/public", "    DocumentRoot \(directory)"),
            (
                "    # <Directory /var/www/application/public>",
                "    <Directory \(directory)>\n    Require all granted"
            ),
            ("    #     FallbackResource", "    FallbackResource"),
            ("    #     <FilesMatch", "    <FilesMatch"),
            (
                "    #         SetHandler \"proxy:unix:/run/php/php8.2-fpm.sock|fcgi:",
                "    SetHandler \"proxy:unix:\(files.directory)/application.sock|fcgi:"
            ),
            ("    #     </FilesMatch>", "    </FilesMatch>"),
            ("    # </Directory>", "    </Directory>"),
            ("    # Include distrib/application", "    Include distrib/application"),
        ]
    }
}
