import Foundation
import RealPrograms
import SystemPackage

/// The files of a machine: the examples verbatim, but for the numbered lines of `boston.conf`.
struct MachineFiles {
    let machine: Machine
    let options: TestPool.Options

    private var directory: FilePath { machine.directory }

    func write() throws {
        let nginx = Places.examples.appending("nginx")
        try directory.makeDirectory()
        try FileManager.default.copyItem(
            atPath: nginx.appending("distrib").string,
            toPath: directory.appending("distrib").string)
        try directory.write(
            "site.conf", siteConfiguration(Places.text(nginx.appending("boston.conf"))))
        try directory.write(
            "nginx.conf", Self.mainConfiguration(of: directory, including: "site.conf"))
        try Configuration(options: options, directory: directory).write()
    }

    private func siteConfiguration(_ example: String) throws -> String {
        try example.with(
            [
                ("unix:/run/distrib/distrib.sock", "unix:\(directory)/distrib.sock"),
                (
                    "server 127.0.0.1:8080;",
                    "server \(machine.applicationAddress):\(Machine.applicationPort);"
                ),
                ("$distrib_target $distrib_unmarked_path;", "$distrib_target \(options.target);"),
                ("/var/log/nginx/distrib.log", "\(directory)/access.log"),
                ("# add_header X-Distrib-Decision", "add_header X-Distrib-Decision"),
            ] + applicationLines + (options.scheme == "https" ? secureLines : []))
    }

    private var applicationLines: [(String, String)] {
        switch machine.application {
        case .demonstration:
            [
                (
                    "include distrib/application-http.conf;",
                    "include distrib/application-fastcgi.conf;"
                )
            ]
        case .wiki: [("map $cookie_SID ", "map $cookie_DokuWiki ")]
        }
    }

    /// What Debian's own nginx.conf would be.
    static func mainConfiguration(of directory: FilePath, including file: String) -> String {
        """
        user www-data;
        pid \(directory)/nginx.pid;
        error_log \(directory)/error.log;
        worker_processes 1;
        events {}
        http {
            include /etc/nginx/mime.types;
            client_body_temp_path \(directory)/body;
            proxy_temp_path \(directory)/proxy;
            fastcgi_temp_path \(directory)/fastcgi;
            uwsgi_temp_path \(directory)/uwsgi;
            scgi_temp_path \(directory)/scgi;
            include \(file);
        }

        """
    }
}
