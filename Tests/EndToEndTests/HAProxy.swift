import Foundation
import RealPrograms
import SystemPackage

struct HAProxy: WebServer {
    let abilities = Abilities(
        handBack: .undecided, startsByReturn: true, checksComponent: true,
        longestHead: 64 * 1024)

    let accessRules = [
        (
            "    # What a client sends in these fields does not reach the application.\n",
            """
                http-request deny if { path /denied } || { path_beg /private/ } || { path_end .env }

            """
        )
    ]

    func settings(_ files: SiteFiles) -> [String] { files.generatedSettings }

    func write(_ files: SiteFiles) async throws {
        let site = try await files.generate("haproxy", suffix: "cfg")
            .with(files.options.hasAccessRules ? accessRules : [])
        // The certificate is not yet there; a link may lead to it.
        try FileManager.default.createSymbolicLink(
            atPath: "\(files.directory)/certificate.pem.key",
            withDestinationPath: "\(files.directory)/certificate.key")
        try files.write("web.conf", "global\n    log stdout format raw local0\n\n\(site)")
    }

    func lengthenPatience(_ files: SiteFiles) throws {
        try Patience.haproxy.change("web.conf", in: files.directory)
    }

    func program(_ files: SiteFiles) throws -> Program {
        Program(
            path: try Places.tool("haproxy"),
            arguments: ["-db", "-f", "\(files.directory)/web.conf"])
    }
}
