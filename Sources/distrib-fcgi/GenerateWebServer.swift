// The commands of `generate` for web servers.

import ArgumentParser
import Generation

extension GenerateCommand {
    struct Nginx: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "nginx",
            abstract: "Makes the files of sites for nginx.",
            discussion: """
                Each site has a file of its name. It includes the files in conf-examples/nginx/distrib; \
                its first lines say where to copy them.

                  distrib-fcgi generate nginx --config distrib.yaml --site boston.app.com \
                --output /etc/nginx/conf.d
                  nginx -t
                """)

        @OptionGroup var file: ConfigurationOptions
        @OptionGroup var chosen: SitesOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try output.deliver("nginx", sitesOf: file.config, chosen.site, NginxFiles.make)
        }
    }

    struct Apache: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "apache",
            abstract: "Makes the files of sites for Apache.",
            discussion: """
                Each site has a file of its name. It includes the files in conf-examples/apache/distrib; \
                its first lines say where to copy them.

                  distrib-fcgi generate apache --config distrib.yaml --site boston.app.com \
                --output /etc/apache2/sites-available
                  apache2ctl configtest
                """)

        @OptionGroup var file: ConfigurationOptions
        @OptionGroup var chosen: SitesOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try output.deliver("apache", sitesOf: file.config, chosen.site, ApacheFiles.make)
        }
    }

    struct Lighttpd: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lighttpd",
            abstract: "Makes the files of sites for lighttpd.",
            discussion: """
                Each site has a file and a script of its name. They need the scripts in \
                conf-examples/lighttpd/distrib; their first lines say where to copy them.

                  distrib-fcgi generate lighttpd --config distrib.yaml --site boston.app.com \
                --output /etc/lighttpd/conf-enabled
                  lighttpd -tt -f /etc/lighttpd/lighttpd.conf
                """)

        @OptionGroup var file: ConfigurationOptions
        @OptionGroup var chosen: SitesOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try output.deliver("lighttpd", sitesOf: file.config, chosen.site, LighttpdFiles.make)
        }
    }

    struct Caddy: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "caddy",
            abstract: "Makes the files of sites for Caddy.",
            discussion: """
                Each site has a file of its name, which needs no other; its first lines say where to \
                copy it.

                  distrib-fcgi generate caddy --config distrib.yaml --site boston.app.com \
                --output /etc/caddy/sites
                  caddy validate --config /etc/caddy/Caddyfile
                """)

        @OptionGroup var file: ConfigurationOptions
        @OptionGroup var chosen: SitesOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try output.deliver("caddy", sitesOf: file.config, chosen.site, CaddyFiles.make)
        }
    }

    struct HAProxy: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "haproxy",
            abstract: "Makes the files of sites for HAProxy.",
            discussion: """
                Each site has a file of its name, which needs no other; its first lines say where to \
                copy it.

                  distrib-fcgi generate haproxy --config distrib.yaml --site boston.app.com \
                --output /etc/haproxy/distrib
                  haproxy -c -f /etc/haproxy/haproxy.cfg -f /etc/haproxy/distrib
                """)

        @OptionGroup var file: ConfigurationOptions
        @OptionGroup var chosen: SitesOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            try output.deliver("haproxy", sitesOf: file.config, chosen.site, HAProxyFiles.make)
        }
    }
}
