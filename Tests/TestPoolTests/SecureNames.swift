import RealPrograms

extension TestPool.Options {
    /// What the certificate of a Site is to be good for: all names under which requests come to it.
    func certificateNames(of site: String) -> [String] {
        let groups = groups.filter { $0.1.contains(site) }.map(\.0)
        let sites = [site] + rings.filter { $0.value.contains(site) }.keys.sorted()
        let wildcards = acceptsSubNames ? sites.map { "*.\($0)" } : []
        return [TestPool.name] + (groups + sites + wildcards).map { "\($0).\(TestPool.name)" }
    }
}

extension MachineFiles {
    /// What https changes in `boston.conf`: all requests but the nameserver's go from http to https.
    var secureLines: [(String, String)] {
        [
            (
                "include distrib/http.conf;\n",
                """
                include distrib/http.conf;
                map "$scheme:$uri" $distrib_is_plain {
                    default                                 0;
                    "~^http:(?!/distrib/(?:health|ready)$)" 1;
                }
                log_format connections '$connection $host $request_uri';

                """
            ),
            (
                "    # listen 443 ssl default_server;\n",
                """
                    listen 443 ssl http2 default_server;
                    if ($distrib_is_plain) { return 307 https://$host$request_uri; }
                    add_header Strict-Transport-Security "max-age=60; includeSubDomains" always;
                    access_log \(machine.directory)/connections.log connections;

                """
            ),
            (
                "# ssl_certificate     /etc/ssl/app.com/fullchain.pem;",
                "ssl_certificate \(machine.certificate).pem;"
            ),
            (
                "# ssl_certificate_key /etc/ssl/app.com/key.pem;",
                "ssl_certificate_key \(machine.certificate).key;"
            ),
        ]
    }
}
