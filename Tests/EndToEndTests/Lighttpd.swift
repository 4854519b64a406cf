import RealPrograms
import SystemPackage

struct Lighttpd: WebServer {
    let abilities = Abilities(
        handBack: .undecided, returnsWhenDown: true, busyStatus: 503)

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
                "/etc/lighttpd/distrib/proxied.lua", with: "\(directory)/distrib/proxied.lua"
            ).replacing(
                "/etc/lighttpd/distrib/forwarded.lua", with: "\(directory)/distrib/forwarded.lua")
        try files.write("site.conf", configuration)
        let parameters = try Places.text(
            directory.appending("generated/boston.app.com.lua"))
        try files.write(
            "generated/boston.app.com.lua",
            parameters.with([("/etc/lighttpd/distrib/?.lua", "\(directory)/distrib/?.lua")]))
        try files.write("web.conf", Self.main(in: directory, ["include \"site.conf\""]))
    }

    func lengthenPatience(_ files: SiteFiles) throws {
        try Patience.lighttpd.change("site.conf", in: files.directory)
    }

    func program(_ files: SiteFiles) throws -> Program {
        Program(
            path: try Places.tool("lighttpd"),
            arguments: ["-D", "-f", "\(files.directory)/web.conf"])
    }

    /// What of Debian's own lighttpd.conf matters here.
    static func main(in directory: FilePath, _ includes: [String]) -> String {
        """
        server.modules = ( "mod_access" )
        server.document-root = "\(directory)"
        server.upload-dirs = ( "\(directory)" )
        server.errorlog = "\(directory)/error.log"
        server.bind = "\(directory)/unused.sock"
        server.http-parseopts = (
            "header-strict" => "enable", "host-strict" => "enable", "host-normalize" => "enable",
            "url-normalize-unreserved" => "enable", "url-normalize-required" => "enable",
            "url-ctrls-reject" => "enable", "url-path-2f-decode" => "enable",
            "url-path-dotseg-remove" => "enable"
        )
        \(includes.joined(separator: "\n"))

        """
    }
}
