// The commands of `generate` for web servers: one type, and what differs between them.

import ArgumentParser
import Generation

/// `distrib-fcgi generate nginx` and so on.
struct GenerateWebServer<Server: GeneratedWebServer>: ParsableCommand {
    static var configuration: CommandConfiguration {
        let server = Server.description
        return CommandConfiguration(
            commandName: server.command,
            abstract: "Makes the files of sites for \(server.title).",
            discussion: """
                \(server.files)

                  distrib-fcgi generate \(server.command) --config distrib.yaml --site boston.app.com \
                --output \(server.directory)
                  \(server.check)
                """)
    }

    @OptionGroup var file: ConfigurationOptions
    @OptionGroup var chosen: SitesOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let server = Server.description
        try output.deliver(server.command, sitesOf: file.config, chosen.site, server.make)
    }
}

/// A web server for which files can be made. The library for arguments knows commands by their types.
protocol GeneratedWebServer {
    static var description: WebServerDescription { get }
}

struct WebServerDescription: Sendable {
    let command: String
    let title: String
    /// Which files there are, and what they need besides.
    let files: String
    /// Where they go, as an example.
    let directory: String
    /// The web server's own look at them.
    let check: String
    let make: @Sendable ([WebServerSite], Provenance) throws(GenerationError) -> [TextFile]
}

enum NginxServer: GeneratedWebServer {
    static let description = WebServerDescription(
        command: "nginx", title: "nginx",
        files: """
            Each site has a file of its name. It includes the files in conf-examples/nginx/distrib; its \
            first lines say where to copy them.
            """,
        directory: "/etc/nginx/conf.d", check: "nginx -t"
    ) { sites, provenance throws(GenerationError) in
        try NginxFiles.make(sites, provenance: provenance)
    }
}

enum ApacheServer: GeneratedWebServer {
    static let description = WebServerDescription(
        command: "apache", title: "Apache",
        files: """
            Each site has a file of its name. It includes the files in conf-examples/apache/distrib; its \
            first lines say where to copy them.
            """,
        directory: "/etc/apache2/sites-available", check: "apache2ctl configtest"
    ) { sites, provenance throws(GenerationError) in
        try ApacheFiles.make(sites, provenance: provenance)
    }
}

enum LighttpdServer: GeneratedWebServer {
    static let description = WebServerDescription(
        command: "lighttpd", title: "lighttpd",
        files: """
            Each site has a file and a script of its name. They need the scripts in \
            conf-examples/lighttpd/distrib; their first lines say where to copy them.
            """,
        directory: "/etc/lighttpd/conf-enabled",
        check: "lighttpd -tt -f /etc/lighttpd/lighttpd.conf"
    ) { sites, provenance throws(GenerationError) in
        try LighttpdFiles.make(sites, provenance: provenance)
    }
}

enum CaddyServer: GeneratedWebServer {
    static let description = WebServerDescription(
        command: "caddy", title: "Caddy",
        files: """
            Each site has a file of its name, which needs no other; its first lines say where to copy it.
            """,
        directory: "/etc/caddy/sites", check: "caddy validate --config /etc/caddy/Caddyfile"
    ) { sites, provenance throws(GenerationError) in
        try CaddyFiles.make(sites, provenance: provenance)
    }
}

enum HAProxyServer: GeneratedWebServer {
    static let description = WebServerDescription(
        command: "haproxy", title: "HAProxy",
        files: """
            Each site has a file of its name, which needs no other; its first lines say where to copy it.
            """,
        directory: "/etc/haproxy/distrib",
        check: "haproxy -c -f /etc/haproxy/haproxy.cfg -f /etc/haproxy/distrib"
    ) { sites, provenance throws(GenerationError) in
        try HAProxyFiles.make(sites, provenance: provenance)
    }
}
