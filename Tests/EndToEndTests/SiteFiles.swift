import Foundation
import Glibc
import RealPrograms
import SystemPackage

/// The files of a Site: the examples verbatim, but for the numbered lines of `boston.conf` and the
/// paths in the YAML.
struct SiteFiles {
    let directory: FilePath
    let options: Site.Options

    func write() throws {
        let nginx = Places.examples.appending("nginx")
        try FileManager.default.copyItem(
            atPath: nginx.appending("distrib").string,
            toPath: directory.appending("distrib").string)
        try write("site.conf", siteConfiguration(Places.text(nginx.appending("boston.conf"))))
        try write("nginx.conf", mainConfiguration)
        try write("distrib.yaml", yaml)
    }

    private var yaml: String {
        get throws {
            // The file ends among the keys of its Pool.
            let example = try Places.text(Places.examples.appending("three-sites.yaml"))
            return example.replacingOccurrences(
                of: "/run/distrib/drain", with: "\(directory)/drain") + options.poolKeys
        }
    }

    private func siteConfiguration(_ example: String) throws -> String {
        let applicationSocket = options.application == .http ? "http.sock" : "application.sock"
        return try example.with([
            ("unix:/run/distrib/distrib.sock", "unix:\(directory)/distrib.sock"),
            ("server 127.0.0.1:8080;", "server unix:\(directory)/\(applicationSocket);"),
            ("    listen 80 default_server;", "    listen unix:\(directory)/web.sock;"),
            ("    listen [::]:80 default_server;\n", ""),
            ("$distrib_when_down @direct;", "$distrib_when_down \(options.whenDown);"),
            ("$distrib_target $distrib_unmarked_path;", "$distrib_target \(options.target);"),
            ("include distrib/application-http.conf;", "include \(applicationFile);"),
            ("/var/log/nginx/distrib.log", "\(directory)/distrib.log"),
            ("# add_header X-Distrib-Decision", "add_header X-Distrib-Decision"),
        ])
    }

    private var applicationFile: String {
        "distrib/application-\(options.application.rawValue).conf"
    }

    /// What Debian's own nginx.conf would be; and for an application that speaks HTTP, a server before
    /// the one that speaks FastCGI.
    private var mainConfiguration: String {
        """
        daemon off;
        \(geteuid() == 0 ? "user root;" : "")
        pid \(directory)/nginx.pid;
        error_log stderr warn;
        worker_processes 1;
        events {}
        http {
            client_body_temp_path \(directory)/body;
            proxy_temp_path \(directory)/proxy;
            fastcgi_temp_path \(directory)/fastcgi;
            uwsgi_temp_path \(directory)/uwsgi;
            scgi_temp_path \(directory)/scgi;
            include site.conf;
            server {
                listen unix:\(directory)/http.sock;
                access_log off;
                client_max_body_size 16m;
                location / {
                    fastcgi_pass unix:\(directory)/application.sock;
                    fastcgi_param REQUEST_METHOD $request_method;
                    fastcgi_param REQUEST_URI $request_uri;
                    fastcgi_param CONTENT_LENGTH $content_length;
                    fastcgi_buffer_size 32k;
                    fastcgi_buffers 4 32k;
                }
            }
        }

        """
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(
            to: URL(filePath: directory.appending(name).string), atomically: false, encoding: .utf8)
    }
}
