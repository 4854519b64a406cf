/// How the Site's file for Apache reaches the application, and what it writes of it into the log.
struct ApacheApplication {
    let policy: WebServerPolicy

    var text: String {
        """
            # (10) The application, by HTTP or by FastCGI. X-Distrib-Session tells it that it may begin a session:
            #      "start" if the component says so, "direct" while the component is down. An application that gets
            #      a session that it does not know (expired, or another Site's), without that field, may answer
            #      421, upon which the component decides anew. With the field, it begins a new session.
        \(lines)
            # (11) As large as the application's largest upload.
            LimitRequestBody \(policy.uploadLimit.bytes)

            # (12) The log says which way a request went and what was decided.
            CustomLog ${APACHE_LOG_DIR}/distrib.log distrib

        """
    }

    private var lines: String {
        switch policy.application {
        case .http(let socket):
            let address =
                switch socket {
                case .port(let address): "http://\(address)/"
                case .unix(let path): "unix:\(path)|http://localhost/"
                }
            return http(address) + fastCGI("unix:/run/php/php8.2-fpm.sock|fcgi://localhost", nil)
        case .fastCGI(let socket, let root):
            let address =
                switch socket {
                case .port(let address): "fcgi://\(address)"
                case .unix(let path): "unix:\(path)|fcgi://localhost"
                }
            return fastCGI(address, root)
        }
    }

    private func http(_ address: String) -> String {
        "    ProxyPass \"/\" \"\(address)\" nocanon upgrade=websocket retry=0\n"
    }

    /// - Parameter root: nil if it is only an example
    private func fastCGI(_ address: String, _ root: String?) -> String {
        let prefix = root == nil ? "    # " : "    "
        let directory = root ?? "/var/www/application/public"
        return """
            DocumentRoot \(directory)
            <Directory \(directory)>
                # Outside /var/www, Debian's Apache needs "Require all granted" here.
                FallbackResource /index.php
                <FilesMatch "\\.php$">
                    SetHandler "proxy:\(address)"
                </FilesMatch>
            </Directory>
            Include distrib/application-fastcgi.conf

            """.split(separator: "\n").map { "\(prefix)\($0)\n" }.joined()
    }
}
