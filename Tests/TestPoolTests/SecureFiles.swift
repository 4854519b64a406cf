import RealPrograms
import SystemPackage

extension Machine {
    /// With https: this path, with .pem and with .key.
    var certificate: FilePath { directory.appending("certificate") }

    /// What the certificate is to be good for: all names under which requests come to the Site.
    func certificateNames() async throws -> [String] {
        try await command(
            Places.component.string, "generate", "names", "--config", "\(directory)/distrib.yaml",
            "--site", siteName
        ).split(separator: "\n").map(String.init)
    }
}

extension MachineFiles {
    /// What is this pool's own beside what is generated for https.
    var secureNginxLines: [(String, String)] {
        [
            (#""max-age=60""#, #""max-age=60; includeSubDomains""#),
            // Which connection a request came by, and what came without TLS.
            (
                "# (1) The component",
                """
                log_format connections '$connection $host $request_uri';

                # (1) The component
                """
            ),
            (
                "    # (13) The log",
                """
                    access_log \(machine.directory)/connections.log connections;

                    # (13) The log
                """
            ),
            ("access_log off;", "access_log \(machine.directory)/plain.log;"),
        ]
    }

    var secureApacheLines: [(String, String)] {
        [
            (#""max-age=60""#, #""max-age=60; includeSubDomains""#),
            ("<VirtualHost *:80>\n", "<VirtualHost *:80>\n    CustomLog plain.log \"%h %r\"\n"),
        ]
    }
}
