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
        try directory.write("nginx.conf", mainConfiguration)
        try Configuration(options: options, directory: directory).write()
    }

    private func siteConfiguration(_ example: String) throws -> String {
        try example.replacingOnce(
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
}
