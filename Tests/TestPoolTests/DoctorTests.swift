import RealPrograms
import SystemPackage
import Testing

extension TestPoolTests {
    /// `distrib-fcgi doctor`: nothing is wrong with a good pool, and each mistake is found with its remedy.
    @Suite(.serialized, .testPool(.init(hasLine: true))) struct DoctorTests {
        @Test(arguments: ["boston", "chicago-1", "chicago-2", "geneva"])
        func `Nothing is wrong with a good pool`(machine: String) async throws {
            try await expectNothingWrong(at: machine)
        }

        @Test(arguments: PlantedMistake.plain)
        func `Mistake`(mistake: PlantedMistake) async throws { try await expectFound(mistake) }
    }

    @Suite(
        .serialized,
        .testPool(
            .init(
                scheme: "https", acceptsSubNames: true, remembersSite: true,
                application: .plain(.python))))
    struct SecureDoctorTests {
        @Test(arguments: ["boston", "chicago-1", "geneva"])
        func `Nothing is wrong with a good pool`(machine: String) async throws {
            try await expectNothingWrong(at: machine)
        }

        @Test(arguments: PlantedMistake.secure)
        func `Mistake`(mistake: PlantedMistake) async throws { try await expectFound(mistake) }
    }
}

private func expectNothingWrong(at machine: String) async throws {
    let pool = try TestPool.running
    let findings = try await soundFindings(of: Doctor(pool: pool, machine: pool[machine]))
    #expect(findings.wrong.isEmpty, "\(findings.wrong)")
    for check in ["component", "asked", "host", "target", "length", "marker", "forged-fields"] {
        #expect(findings.all.contains { $0.check == check && $0.verdict == "ok" }, "\(check)")
    }
}

private func expectFound(_ mistake: PlantedMistake) async throws {
    let pool = try TestPool.running
    let machine = pool[mistake.machine]
    let doctor = Doctor(pool: pool, machine: machine)
    let own = try mistake.configuration.map { configuration in
        let text = try Places.text(machine.directory.appending("distrib.yaml"))
        try machine.directory.write("mistaken.yaml", try configuration(text))
        return machine.directory.appending("mistaken.yaml")
    }
    try await mistake.plant(pool, machine)
    var findings: Doctor.Findings?
    let outcome = await Result.catching {
        // Web servers and nameservers take a moment to do as they are told.
        try await until("doctor finds it") {
            findings = try await doctor.examine(configuration: own)
            return mistake.isAmong(findings!)
        } otherwise: {
            "\(findings?.wrong ?? [])"
        }
    }
    try await mistake.mend(pool, machine)
    try outcome.get()
    show(
        "\(mistake.testDescription):\n\(findings!.wrong.map(\.description).joined(separator: "\n"))"
    )
    #expect(findings!.status == (findings!.wrong.contains { $0.verdict == "fault" } ? 2 : 1))
    _ = try await soundFindings(of: doctor)
}

/// What doctor says once nothing is wrong: nameservers may have yet to notice that all is well.
private func soundFindings(of doctor: Doctor) async throws -> Doctor.Findings {
    var findings: Doctor.Findings?
    try await until("nothing is wrong") {
        findings = try await doctor.examine()
        return findings!.status == 0
    } otherwise: {
        "\(findings?.wrong ?? [])"
    }
    return findings!
}

extension PlantedMistake {
    fileprivate static let plain: [PlantedMistake] = [
        .socket(on: "boston"), .socket(on: "geneva"),
        PlantedMistake(
            testDescription: "the component is down", check: "component",
            seen: "the component does not answer: connect: Connection refused",
            remedy: "start it (systemctl start distrib-fcgi",
            plant: { _, machine in try await machine.crash(["distrib-fcgi"]) },
            mend: { _, machine in try await machine.startComponent() }),
        PlantedMistake(
            testDescription: "the component of another Site is down", machine: "geneva",
            check: "health", seen: "the web server answers, and its component is down",
            remedy: "start the component there",
            plant: { pool, _ in try await pool["chicago-1"].crash(["distrib-fcgi"]) },
            mend: { pool, _ in try await pool["chicago-1"].startComponent() }),
        .zone(
            "the nameserver answers another address", [(geneva, "geneva 0 A 10.77.0.99")],
            "nameserver", "it leads to 10.77.0.99, which is no address of this Pool",
            "correct the record at the nameserver"),
        .zone(
            "the resolver answers another address", [(geneva, "geneva 0 A 10.77.0.99")],
            "name", "it leads to 10.77.0.99, which is no address of this Pool",
            "correct the record at the nameserver"),
        .zone(
            "a Site Name has a TTL of an hour", [(geneva, "geneva 3600 A 10.77.0.31")], "ttl",
            "3600 s: for so long, clients go on to a Site that is down",
            "answer with a TTL of 0", verdict: "warning"),
        .zone(
            "a Site Name is missing", [(geneva, "")], "name", "it does not resolve",
            "make its record at the nameserver"),
        .zone(
            "a Site Name leads to another Site", [(geneva, "geneva 0 A 10.77.0.11")], "name",
            "it leads to 10.77.0.11, which is boston.app.example's",
            "look at the nameserver's health checks", verdict: "warning"),
        PlantedMistake(
            testDescription: "a clock is half a minute ahead", check: "clock",
            seen: "ahead of this one's",
            remedy: "timedatectl set-ntp true",
            plant: { pool, _ in try await pool["geneva"].restartComponent(offset: "+30s") },
            mend: { pool, _ in try await pool["geneva"].restartComponent(offset: nil) }),
        PlantedMistake(
            testDescription: "another key", check: "key",
            seen: "the signature of its state is wrong: no Site believes the other's markers",
            remedy: "give all Sites the same key files",
            plant: { pool, _ in try await pool["geneva"].haveAnotherKey(true) },
            mend: { pool, _ in try await pool["geneva"].haveAnotherKey(false) }),
        PlantedMistake(
            testDescription: "the key is readable by everybody", check: "configuration",
            seen: "is not the owner's alone: mode 0644 lets others read the key", remedy: "check",
            plant: { pool, _ in
                try await command(
                    "chmod", "0644", "\(pool.directory.removingLastComponent())/k1.key")
            },
            mend: { pool, _ in
                try await command(
                    "chmod", "0600", "\(pool.directory.removingLastComponent())/k1.key")
            }),
        .edited(
            "the web server rewrites the Host for the component", "distrib/component.conf",
            [("# If a parameter comes twice", "fastcgi_param HTTP_HOST backend;\n#")], "host",
            "the component did not see the Host", "pass HTTP_HOST as it came"),
        .edited(
            "the web server rewrites the Host for the application",
            "distrib/application-fastcgi.conf",
            [("HTTP_HOST $distrib_application_host", "HTTP_HOST backend")], "application-host",
            "the application does not get the client's Host", "proxy_set_header Host $http_host"),
        .edited(
            "the Host loses its port", "distrib/component.conf",
            [("# If a parameter comes twice", "fastcgi_param HTTP_HOST $host;\n#")], "host",
            "the port of the client's Host is lost", "$http_host, and not $host", verdict: "warning"
        ),
        .edited(
            "the target is decoded", "distrib/component.conf",
            [("REQUEST_URI $request_uri", "REQUEST_URI $uri$is_args$args")], "target",
            "the component did not see /distrib-doctor/%2F%7e", "$request_uri, not $uri"),
        .edited(
            "the marker is not cut", "site.conf",
            [("    include distrib/marker-in-path.conf;", "    set $distrib_target $request_uri;")],
            "marker", "the marker is not cut before the web server's own rules judge",
            "include distrib/marker-in-path.conf"),
        .edited(
            "the application gets the marker", "distrib/application-fastcgi.conf",
            [("REQUEST_URI $distrib_target", "REQUEST_URI $request_uri")], "application-marker",
            "the application gets the marker", "$distrib_target, not $request_uri"),
        .edited(
            "clients may say X-Distrib-Session", "distrib/application-fastcgi.conf",
            [
                (
                    "HTTP_X_DISTRIB_SESSION $distrib_told",
                    "HTTP_X_DISTRIB_SESSION $http_x_distrib_session"
                )
            ], "forged-fields", "an X-Distrib-Session that the client made up",
            "set or remove the fields X-Distrib-…"),
        .edited(
            "the buffers are small", "distrib/component.conf",
            [
                ("fastcgi_buffer_size 32k", "fastcgi_buffer_size 4k"),
                ("fastcgi_buffers 4 32k", "fastcgi_buffers 4 4k"),
            ], "length", "a target of 8 KiB gets status 307 without the component",
            "fastcgi_buffer_size 32k"),
        .edited(
            "no location of health checks", "distrib/server.conf",
            [("include distrib/health-checks.conf;\ninclude distrib/status.conf;", "")], "health",
            "something else than the component answers there, with status 302",
            "let the web server pass /distrib/health to the component with DISTRIB_ENDPOINT health"),
        .edited(
            "Apache does not cut the marker", "distrib/site.conf",
            [("LuaHookTranslateName distrib/distrib.lua translate", "#")], on: "geneva", "marker",
            "the marker is not cut before the web server's own rules judge", "cut it first"),
        .edited(
            "clients of Apache may say X-Distrib-Session", "distrib/distrib.lua",
            [("    remove_forged_fields(r)\n", "")], on: "geneva", "forged-fields",
            "an X-Distrib-Session that the client made up", "set or remove the fields X-Distrib-…"),
        .configured(
            "peers are asked at another port",
            [("    overflow:", "    peers: { port: 8099 }\n    overflow:")],
            "ready", "nobody answers: connect: Connection refused", "`peers: { port: … }`"),
        .configured(
            "an IPv6 address that nobody answers at",
            [("[10.77.0.31]", "[10.77.0.31, \"fd00::31\"]")],
            "health", "nobody answers: connect: Network is unreachable", "correct `addresses`"),
        .configured(
            "the component has not read the file", [("    overflow:", "    # New.\n    overflow:")],
            "in-force", "it runs with another text of the configuration", "reload it",
            verdict: "warning"),
    ]

    /// The line of the zone.
    private static let geneva = "geneva 0 DYNA metafo!site_geneva.app.example"

    fileprivate static let secure: [PlantedMistake] = [
        .certificate(
            "lacks a Group Name", "the certificate is not good for this name", "generate names"
        ) {
            ["app.example", "boston.app.example", "chicago.app.example"]
        },
        .certificate("has ended", "the certificate ended on", "renew it", at: "2020-01-01"),
        .edited(
            "WebSockets are blocked", "distrib/application-http.conf",
            [("proxy_set_header Upgrade $distrib_upgrade;", "")], "websocket",
            "the wish for a WebSocket does not reach the application", "proxy_set_header Upgrade"),
        .edited(
            "clients may say X-Distrib-Session, by HTTP", "distrib/application-http.conf",
            [("proxy_set_header X-Distrib-Session $distrib_told;", "")], "forged-fields",
            "an X-Distrib-Session that the client made up", "set or remove the fields X-Distrib-…"),
        .edited(
            "the web server rewrites the Host for the application, by HTTP",
            "distrib/application-http.conf",
            [
                (
                    "proxy_set_header Host $distrib_application_host;",
                    "proxy_set_header Host backend;"
                )
            ],
            "application-host", "the application does not get the client's Host",
            "proxy_set_header Host $http_host"),
    ]

    /// - Parameters:
    ///   - names: for which it is good, where not for all
    ///   - date: on which it is issued, for 30 days
    private static func certificate(
        _ what: String, _ seen: String, _ remedy: String, at date: String? = nil,
        _ names: (@Sendable () -> [String])? = nil
    ) -> PlantedMistake {
        PlantedMistake(
            testDescription: "the certificate \(what)", check: "certificate", seen: seen,
            remedy: remedy,
            plant: { pool, machine in
                let all = try await machine.certificateNames()
                try await pool.authority?.issue(
                    machine.certificate, for: names?() ?? all, at: date)
                try await machine.tellWebServer("reload")
            },
            mend: { pool, machine in
                try await pool.authority?.issue(
                    machine.certificate, for: machine.certificateNames())
                try await machine.tellWebServer("reload")
            })
    }
}

extension Machine {
    /// - Parameter offset: of its clock, in faketime's words
    fileprivate func restartComponent(offset: String?) async throws {
        try await crash(["distrib-fcgi"])
        try await startComponent(offset: offset)
    }

    /// The same id, and another key.
    fileprivate func haveAnotherKey(_ isAnother: Bool) async throws {
        let text = try Places.text(directory.appending("distrib.yaml"))
        let common = directory.removingLastComponent().removingLastComponent()
        let (good, other) = ("\(common)/k1.key", "\(directory)/other.key")
        if isAnother { try await command(Places.component.string, "key", other) }
        try directory.write(
            "distrib.yaml", text.replacing(isAnother ? good : other, with: isAnother ? other : good)
        )
        try await restartComponent(offset: nil)
        if !isAnother { try await command("rm", other) }
    }
}
