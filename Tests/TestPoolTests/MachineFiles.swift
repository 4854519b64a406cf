import Foundation
import RealPrograms
import SystemPackage

/// The files of a machine: the examples verbatim, but for the numbered lines of `boston.conf`, and the
/// names, addresses and paths of the YAML.
struct MachineFiles {
    let machine: Machine
    let options: TestPool.Options

    private var directory: FilePath { machine.directory }

    func write() throws {
        let nginx = Places.examples.appending("nginx")
        try FileManager.default.createDirectory(
            atPath: directory.string, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: nginx.appending("distrib").string,
            toPath: directory.appending("distrib").string)
        try write("site.conf", siteConfiguration(Places.text(nginx.appending("boston.conf"))))
        try write("nginx.conf", mainConfiguration)
        try write("distrib.yaml", configuration())
    }

    private func configuration() throws -> String {
        let example = try Places.text(Places.examples.appending("three-sites.yaml"))
            .replacingOccurrences(of: "app.com", with: TestPool.name)
        return try replacing(
            in: example,
            [
                ("[192.0.2.10]", "[10.77.0.11]"), ("[192.0.2.20]", "[10.77.0.21, 10.77.0.22]"),
                ("[192.0.2.30]", "[10.77.0.31]"),
                ("rules:\n", "rules:\n\(options.rules)"),
                (
                    "{ path: /run/distrib/drain }",
                    "{ path: \(directory)/drain, interval: 100ms }"
                ),
                (
                    "[geneva.\(TestPool.name), chicago.\(TestPool.name)]",
                    "[\(options.europe.map { "\($0).\(TestPool.name)" }.joined(separator: ", "))]"
                ),
            ])
            // The file ends among the keys of its Pool.
            + options.poolKeys + (options.acceptsSubNames ? "    sub_names: true\n" : "")
    }

    private func siteConfiguration(_ example: String) throws -> String {
        try replacing(
            in: example,
            [
                ("unix:/run/distrib/distrib.sock", "unix:\(directory)/distrib.sock"),
                (
                    "server 127.0.0.1:8080;",
                    "server \(machine.applicationAddress):\(Machine.applicationPort);"
                ),
                (
                    "include distrib/application-http.conf;",
                    "include distrib/application-fastcgi.conf;"
                ),
                ("$distrib_target $distrib_unmarked_path;", "$distrib_target \(options.target);"),
                ("/var/log/nginx/distrib.log", "\(directory)/access.log"),
                ("# add_header X-Distrib-Decision", "add_header X-Distrib-Decision"),
            ] + (options.scheme == "https" ? secureLines : []))
    }

    /// What Debian's own nginx.conf would be.
    private var mainConfiguration: String {
        """
        user www-data;
        pid \(directory)/nginx.pid;
        error_log \(directory)/error.log;
        worker_processes 1;
        events {}
        http {
            client_body_temp_path \(directory)/body;
            proxy_temp_path \(directory)/proxy;
            fastcgi_temp_path \(directory)/fastcgi;
            uwsgi_temp_path \(directory)/uwsgi;
            scgi_temp_path \(directory)/scgi;
            include site.conf;
        }

        """
    }

    /// Each text stands there once, or the example has changed.
    private func replacing(in example: String, _ pairs: [(String, String)]) throws -> String {
        try pairs.reduce(example) { text, pair in
            let parts = text.components(separatedBy: pair.0)
            guard parts.count == 2 else {
                throw Mishap("the example has “\(pair.0)” \(parts.count - 1) times")
            }
            return parts.joined(separator: pair.1)
        }
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(
            to: URL(filePath: directory.appending(name).string), atomically: false, encoding: .utf8)
    }
}
