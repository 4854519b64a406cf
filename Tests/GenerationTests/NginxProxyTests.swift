import Distribution
import Generation
import Testing

/// What nginx is to believe of a request, and which markers it cuts.
@Suite struct NginxProxyTests {
    private let files = SiteFileMaker(suffixes: ["conf"]) {
        sites, provenance throws(GenerationError) in
        try NginxFiles.make(sites, provenance: provenance)
    }

    @Test func `Another name of the marker, and a scheme for all requests`() throws {
        #expect(try files.text().contains("    # set $distrib_marker Via;\n"))
        let text = try files.text {
            $0.markerName = "Lead"
            $0.scheme = .https
            $0.proxies.peers = ["192.0.2.1"]
        }
        #expect(
            text.contains(
                "    set $distrib_marker Lead;\n    include distrib/marker-in-path.conf;\n"))
        #expect(text.contains("    real_ip_recursive on;\n    set $distrib_scheme https;\n"))
        #expect(!text.contains("$distrib_forwarded_scheme"))
    }

    @Test func `Behind one nginx, each name leads to one Site`() throws {
        let names = try files.textsOfTwo().map { text in
            text.split(separator: "\n").first { $0.hasPrefix("    server_name") }
        }
        #expect(
            names == [
                "    server_name app.com americas.app.com boston.app.com;",
                "    server_name europe.app.com chicago.app.com geneva.app.com;",
            ])
    }

    @Test func `Proxies that say Forwarded`() throws {
        let text = try files.text {
            $0.proxies.peers = ["192.0.2.1"]
            $0.proxies.fields = .forwarded
        }
        #expect(!text.contains("real_ip"))
        for fragment in [
            """
            geo $distrib_forwarded_1 $distrib_trusts_1_boston_app_com {
                default 0;
                192.0.2.1 1;
            }

            """,
            """
            map "$distrib_trusts_1_boston_app_com$distrib_trusts_2_boston_app_com$distrib_trusts_3_boston_app_com" \
            $distrib_client_boston_app_com {
                ~^0 $distrib_forwarded_1;
                ~^10 $distrib_forwarded_2;
                ~^110 $distrib_forwarded_3;
                ~^111 $distrib_forwarded_4;
            }

            """,
            """
                set $distrib_scheme_source $distrib_forwarded_proto;
                if ($distrib_trusts_boston_app_com) {
                    set $distrib_scheme $distrib_forwarded_scheme;
                    set $distrib_client $distrib_client_boston_app_com;
                }
                if ($distrib_client = "") {
                    set $distrib_client $remote_addr;
                }

            """,
        ] {
            #expect(text.contains(fragment), "\(fragment)")
        }
    }
}
