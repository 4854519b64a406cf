import RealPrograms
import SystemPackage

struct Lighttpd: WebServer {
    let abilities = Abilities(
        handBack: .undecided, returnsWhenDown: true, busyStatus: 503, keepsCookies: false)

    let accessRules = [
        (
            "# This script says in X-Distrib-Way",
            """
            $HTTP["url"] =~ "^/denied$|^/private/|\\.env$" { url.access-deny = ( "" ) }
            # This script says in X-Distrib-Way
            """
        )
    ]

    func settings(_ files: SiteFiles) -> [String] { files.generatedSettings }

    func write(_ files: SiteFiles) async throws {
        try files.copy("lighttpd/distrib")
        let directory = files.directory
        let script = "/etc/lighttpd/distrib/boston.app.com.lua"
        var lines = [("/var/log/lighttpd/boston_app_com.log", "\(directory)/distrib.log")]
        if files.options.hasAccessRules { lines += accessRules }
        // It is named twice.
        let configuration = try await files.generate("lighttpd", suffix: "conf").with(lines)
            .replacing(script, with: "\(directory)/generated/boston.app.com.lua")
            .replacing(
                "/etc/lighttpd/distrib/proxied.lua", with: "\(directory)/distrib/proxied.lua")
        try files.write("site.conf", configuration)
        let parameters = try Places.text(
            directory.appending("generated/boston.app.com.lua"))
        try files.write(
            "generated/boston.app.com.lua",
            parameters.with([("/etc/lighttpd/distrib/?.lua", "\(directory)/distrib/?.lua")]))
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
        server.modules = ( "mod_access" )
        server.document-root = "\(files.directory)"
        server.upload-dirs = ( "\(files.directory)" )
        server.errorlog = "\(files.directory)/error.log"
        server.bind = "\(files.directory)/unused.sock"
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
