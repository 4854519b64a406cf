import RealPrograms
import SystemPackage

struct Caddy: WebServer {
    let abilities = Abilities(
        handBack: .byReturn, takesWholeBodies: false, followsProxies: false,
        keepsEmptyQueries: false)

    let accessRules = [
        (
            "\t\timport boston.app.com.rules/*.caddy\n",
            """
            \t\t@denied path /denied /private/* *.env
            \t\trespond @denied 403

            """
        )
    ]

    func settings(_ files: SiteFiles) -> [String] { files.generatedSettings }

    func write(_ files: SiteFiles) async throws {
        var lines = [("/var/log/caddy/boston_app_com.log", "\(files.directory)/distrib.log")]
        if files.options.hasAccessRules { lines += accessRules }
        let site = try await files.generate("caddy", suffix: "caddy").with(lines)
        try files.write("Caddyfile", Self.main([site]))
    }

    func lengthenPatience(_ files: SiteFiles) throws {
        try Patience.caddy.change("Caddyfile", in: files.directory)
    }

    func program(_ files: SiteFiles) throws -> Program {
        try Self.program("Caddyfile", in: files.directory)
    }

    static func program(_ name: String, in directory: FilePath) throws -> Program {
        Program(
            path: try Places.tool("caddy"),
            arguments: ["run", "--config", "\(directory)/\(name)", "--adapter", "caddyfile"],
            environment: [
                "XDG_CONFIG_HOME": directory.string, "XDG_DATA_HOME": directory.string,
            ])
    }

    /// Without the port of its own for commands.
    static func main(_ parts: [String]) -> String {
        (["{\n\tadmin off\n}\n"] + parts).joined(separator: "\n") + "\n"
    }
}
