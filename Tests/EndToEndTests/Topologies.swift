import Testing

/// Configurations of all shapes, for which something is generated.
enum Topologies {
    struct Row: CustomTestStringConvertible, Sendable {
        let label: String
        let yaml: String
        /// The directories of the nameservers' files.
        var roles = [""]
        var testDescription: String { label }
    }

    static let all: [Row] = [
        Row(label: "two Sites without Groups", yaml: smallest),
        Row(
            label: "one Site",
            yaml: """
                pools:
                  - pool: app.com
                    sites: [{ site: boston.app.com, addresses: [192.0.2.10] }]
                    dns: { nameservers: [{ name: ns1.app.com, address: 192.0.2.53 }] }
                """),
        Row(
            label: "Groups that overlap, several machines, both address families, sub-names",
            yaml: """
                pools:
                  - pool: app.com
                    sites:
                      - { site: boston.app.com, addresses: [192.0.2.10, "2001:db8::10", 192.0.2.11] }
                      - { site: chicago.app.com, addresses: [192.0.2.20, "2001:db8::20"] }
                      - { site: geneva.app.com, addresses: [192.0.2.30, "2001:db8::30"] }
                    groups:
                      - { group: americas.app.com, sites: [boston.app.com, chicago.app.com] }
                      - { group: europe.app.com, sites: [geneva.app.com, chicago.app.com] }
                    sub_names: true
                    dns:
                      answers: several
                      ttl: 5s
                      listen: ["127.0.0.1:5353", "[::1]:5353"]
                      nameservers:
                        - { name: ns1.app.com, address: 192.0.2.53 }
                        - { name: ns2.example.net, address: "2001:db8::53" }
                """),
        Row(label: "IPv6 addresses of some Sites only", yaml: someIPv6),
        Row(
            label: "two nameservers",
            yaml: """
                pools:
                  - pool: www.app.com
                    sites:
                      - { site: boston.app.com, addresses: [192.0.2.10] }
                      - { site: chicago.example.org, addresses: [192.0.2.20] }
                    groups: [{ group: www.app.com, sites: [boston.app.com, chicago.example.org] }]
                    dns:
                      zone: app.com
                      nameservers: [{ name: ns1.app.com, address: 192.0.2.53 }]
                      failover_nameservers: [{ name: ns.boston.app.com, address: 192.0.2.54 }]
                """, roles: ["load-balancing", "failover"]),
        Row(
            label: "two Pools, names with ports and like options, outside of their zones",
            yaml: twoPools),
    ]

    /// What is added to `withPort`.
    static let webServers: [Row] = [
        Row(label: "nothing but the cookie", yaml: "    web_server: { session_cookie: SID }"),
        Row(
            label: "everything",
            yaml: """
                    sub_names: true
                    marker: { placement: query }
                    web_server:
                      session_cookie: "connect.sid"
                      component: "[::1]:9000"
                      component_down: closed
                      application: { fastcgi: unix:/run/php.sock, root: <directory> }
                      assets: { paths: ["/a+b/", /c/], suffixes: [tar.gz] }
                      country: { variable: http_cf_ipcountry }
                      port: 8443
                      tls:
                        certificate: <directory>/certificate.pem
                        key: <directory>/certificate.key
                        strict_transport_security: 1d
                      upload_limit: 1g
                """),
        Row(
            label: "health checks apart",
            yaml: """
                    dns: { health_check: { port: 8090 } }
                    web_server:
                      session_cookie: SID
                      assets: { paths: [], suffixes: [] }
                      country: { header: X-Country }
                      tls: { certificate: <directory>/certificate.pem, key: <directory>/certificate.key }
                """),
    ]

    static let withPort = """
        pools:
          - pool: app.com
            sites:
              - { site: "boston.app.com:8080" }
              - { site: chicago-with-a-name-that-is-too-long-for-the-table-of-nginx.app.com }

        """

    static let smallest = """
        pools:
          - pool: app.com
            sites:
              - { site: boston.app.com, addresses: [192.0.2.10] }
              - { site: chicago.app.com, addresses: [192.0.2.20] }
            dns: { nameservers: [{ name: ns1.app.com, address: 192.0.2.53 }] }

        """

    /// With a Site Name outside of the Pool's zone.
    static let twoZones = smallest.replacing("chicago.app.com", with: "example.org")
    static let twoNameservers =
        smallest.replacing(
            "53 }] }",
            with: "53 }], failover_nameservers: [{ name: ns2.app.com, address: 192.0.2.54 }] }")

    /// Chicago has both families, and geneva is in a Group without IPv6.
    static let someIPv6 = """
        pools:
          - pool: app.com
            sites:
              - { site: boston.app.com, addresses: [192.0.2.10, 192.0.2.11] }
              - { site: chicago.app.com, addresses: [192.0.2.20, "2001:db8::20"] }
              - { site: geneva.app.com, addresses: [192.0.2.30] }
            groups:
              - { group: americas.app.com, sites: [boston.app.com, chicago.app.com] }
              - { group: europe.app.com, sites: [geneva.app.com, boston.app.com] }
            dns: { nameservers: [{ name: ns1.app.com, address: 192.0.2.53 }] }

        """

    static let twoPools = """
        pools:
          - pool: shop.app.com:8080
            sites:
              - { site: "multi:8081", addresses: [192.0.2.10] }
              - { site: "plugin.shop.app.com:8082", addresses: [192.0.2.20] }
            dns:
              nameservers: [{ name: ns1.shop.app.com, address: 192.0.2.53 }]
              health_check: { port: 8080 }
          - pool: wiki.app.com
            sites: [{ site: up.app.com, addresses: [192.0.2.10] }]
            groups: [{ group: app.com, sites: [up.app.com] }]
            dns: { nameservers: [{ name: ns1.shop.app.com, address: 192.0.2.53 }] }

        """
}
