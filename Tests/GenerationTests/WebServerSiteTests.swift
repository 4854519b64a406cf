import Answers
import Distribution
import Testing
import Topology

@testable import Generation

/// What the generators for all web servers have in common.
@Suite struct WebServerSiteTests {
    @Test(arguments: [
        ("boston.app.com", "boston_app_com"), ("eu-west.app.com", "eu__hwest_app_com"),
        ("eu_west.app.com", "eu__uwest_app_com"), ("_eu.app.com", "__ueu_app_com"),
        ("a._eu.app.com", "a___ueu_app_com"), ("app.com:8080", "app_com__p8080"),
    ])
    func `A name as an identifier`(name: String, identifier: String) throws {
        #expect(try HostName(name).identifier == identifier)
    }

    @Test func `No two names have one identifier`() throws {
        let letters = Array("ahpu-_.")
        var seen: [String: String] = [:]
        for number in 0..<(letters.count * letters.count * letters.count * letters.count) {
            let text = (0..<4).reduce(into: "") { text, place in
                let divisor = (0..<place).reduce(1) { product, _ in product * letters.count }
                text.append(letters[number / divisor % letters.count])
            }
            guard let name = try? HostName(text), name.description == text else { continue }
            #expect(seen.updateValue(text, forKey: name.identifier) == nil, "\(text)")
            let identifier = name.identifier
            #expect(identifier.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") })
        }
        #expect(seen.count > 1000)
    }

    @Test func `Each Site has a file of its whole name`() throws {
        let pool = try Pools.pool(
            "app.com",
            [
                Pools.site("www.eu.example.com"), Pools.site("www.us.example.com"),
                Pools.site("www.us.example.com:8443"),
            ]
        ).pool
        let sites = (0...2).map { Sites.site($0, of: pool) }
        let files = try sites.files(Pools.provenance) { site, _, _ in
            "for \(site.identifier)\n"
        }
        #expect(
            files.map(\.name) == [
                "www.eu.example.com.conf", "www.us.example.com.conf",
                "www.us.example.com+8443.conf",
            ])
        #expect(
            files[2].text == """
                # www.us.example.com+8443.conf: made by distrib-fcgi generate gdnsd --site \
                www.us.example.com:8443 from /etc/distrib/distrib.yaml.
                # Make changes there: the next run overwrites this file.
                # Checksum of what follows: ba0d904448bc33ac
                for www_us_example_com__p8443

                """)
    }

    @Test func `What is wrong with a Pool is said once, however many Sites it has`() throws {
        let pool = try Pools.threeSites().pool
        let sites = [0, 1].map { index in Sites.site(index, of: pool) { $0.sessionCookie = nil } }
        let error = #expect(throws: GenerationError.self) {
            try sites.files(faults: { ["\($0.pool.name): more"] }, Pools.provenance) { _, _, _ in ""
            }
        }
        #expect(
            error?.messages == [
                "pool app.com: the web server must know the application's session cookie: "
                    + "web_server: { session_cookie: SID }", "app.com: more",
            ])
    }

    @Test func `Without TLS, another port adds no server for health checks`() throws {
        let pool = try Pools.pool("app.com", [Pools.site("boston.app.com")]).pool
        var policy = WebServerPolicy()
        policy.port = 21_100
        var check = HealthCheckPolicy()
        check.port = 21_100
        let site = WebServerSite(
            pool: pool, site: Site.ID(0), policy: policy, placement: .path,
            sessionStart: .namedLocation("@app"), healthCheck: check)
        #expect(site.ports == [21_100])
        #expect(site.plainPorts.isEmpty)
    }

    @Test func `Addresses at which a web server listens`() throws {
        #expect(try Sites.boston().listenHosts == ["*"])
        let site = try Sites.boston { $0.listen = ["192.0.2.10", "2001:db8::10"] }
        #expect(site.listenHosts == ["192.0.2.10", "[2001:db8::10]"])
    }

    @Test func `Aliases are names of the Pool`() throws {
        var site = try Sites.boston()
        site.aliases = [try HostName("www.app.com:8080")]
        #expect(site.names.prefix(3) == ["app.com", "www.app.com", "americas.app.com"])
        #expect(site.ports == [80, 8080])
    }

    @Test func `The expression for one marker`() throws {
        var site = try Sites.boston()
        #expect(site.markerSegment == "/Distrib(?:=|%3D)[^/?]*")
        site.markerName = "D-1"
        #expect(site.markerSegment == "/D-1(?:=|%3D)[^/?]*")
    }
}

@Suite struct ProvenanceTests {
    @Test func `A path can't end a line`() {
        let provenance = Provenance(
            command: "distrib-fcgi generate gdnsd",
            configuration: "/tmp/a\nlisten => any\r\u{7F}\u{2028}ä b.yaml")
        let file = provenance.file("config", comment: "#", "options => {}\n")
        #expect(
            file.text.split(separator: "\n")[0]
                == "# config: made by distrib-fcgi generate gdnsd from "
                + "/tmp/a\\u{a}listen => any\\u{d}\\u{7f}\\u{2028}ä b.yaml.")
        #expect(!file.text.utf8.contains(0x0D))
    }

    @Test func `A changed text is told from an unchanged one`() {
        let text = Pools.provenance.file("config", comment: ";", "one\ntwo\n").text
        #expect(!Provenance.isEdited(Array(text.utf8)))
        for change in [
            text + "three\n", text.replacing("two", with: "2"), String(text.dropLast()),
            text.replacing("; Checksum", with: "; checksum"), "", "one line\n",
        ] {
            #expect(Provenance.isEdited(Array(change.utf8)), "\(change)")
        }
    }
}
