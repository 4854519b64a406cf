import Foundation
import RealPrograms
import SystemPackage

/// The files of a machine: what `generate` makes, and the examples verbatim.
struct MachineFiles {
    let machine: Machine
    let options: TestPool.Options

    func write() async throws {
        try machine.directory.makeDirectory()
        try Configuration(options: options, directory: machine.directory, wiring: wiring).write()
        switch machine.webServer {
        case .nginx: try await writeNginxFiles()
        case .apache: try await writeApacheFiles()
        }
    }

    /// What `generate` makes for the web server of this machine.
    func generated(for webServer: String) async throws -> String {
        try await command(
            Places.component.string, "generate", webServer, "--config",
            "\(machine.directory)/distrib.yaml", "--site", machine.siteName)
    }

    private var wiring: String {
        let application =
            switch machine.application {
            case .demonstration:
                "{ fastcgi: \"\(machine.applicationAddress)\", root: \(machine.directory) }"
            case .wiki, .plain: "{ http: \"\(machine.applicationAddress)\" }"
            }
        let security =
            options.scheme == "http"
            ? ""
            : """
            , tls: { certificate: \(machine.certificate).pem, key: \(machine.certificate).key, \
            strict_transport_security: 60s }
            """
        return """
            , component: "unix:\(machine.directory)/distrib.sock", application: \(application), \
            country: { variable: test_pool_country }\(security)
            """
    }

    func write(_ name: String, _ text: String) throws { try machine.directory.write(name, text) }

    /// Changes lines of an example, such as how long a web server waits: where this machine has no time for the
    /// component, the component is not down.
    func edit(_ name: String, _ pairs: [(String, String)]) throws {
        try write(name, Places.text(machine.directory.appending(name)).with(pairs))
    }

    func copy(_ path: FilePath) throws {
        try FileManager.default.copyItem(
            atPath: path.string,
            toPath: machine.directory.appending(path.lastComponent!).string)
    }
}
