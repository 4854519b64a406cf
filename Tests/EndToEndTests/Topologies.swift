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
            yaml: """
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
                """),
    ]

    static let smallest = """
        pools:
          - pool: app.com
            sites:
              - { site: boston.app.com, addresses: [192.0.2.10] }
              - { site: chicago.app.com, addresses: [192.0.2.20] }
            dns: { nameservers: [{ name: ns1.app.com, address: 192.0.2.53 }] }

        """
}
