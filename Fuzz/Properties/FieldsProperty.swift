import Admission
import Answers
import CGI
import Distribution
import Fields
import Responder
import Topology

/// The fields that rules and answers look at. The input: a byte of choices, then a line for each variable.
enum FieldsProperty {
    private struct Choices: OptionSet {
        let rawValue: UInt8
        static let authorizer = Choices(rawValue: 1)
        static let busy = Choices(rawValue: 2)
        static let untrustedPeer = Choices(rawValue: 4)
        static let forwarded = Choices(rawValue: 8)
    }

    /// In the order of the lines.
    private static let names = [
        "HTTP_HOST", "REQUEST_URI", "HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT",
        "HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "REQUEST_METHOD",
        "REMOTE_HOST", "HTTP_X_REGION", "REDIRECT_STATUS", "DISTRIB_SESSION_COOKIE",
        "DISTRIB_POOL", "DISTRIB_ENDPOINT", "PATH_INFO", "QUERY_STRING", "HTTP_X_FORWARDED_METHOD",
        "HTTP_SEC_FETCH_MODE", "HTTP_SEC_FETCH_DEST", "HTTP_X_REQUESTED_WITH",
        "HTTP_SEC_PURPOSE", "GEOIP_COUNTRY_CODE", "DISTRIB_LOCATION_LIMIT", "SERVER_NAME",
        "SERVER_PORT", "SERVER_PROTOCOL", "REQUEST_SCHEME", "HTTP_COOKIE", "HTTP_HOST",
        "HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_FORWARDED_PROTO",
    ]

    static func check(_ input: [UInt8]) throws(Violation) {
        var input = Input(input)
        let choices = input.flags(Choices.self)
        var variables: [(name: String, value: [UInt8])] = [
            (
                name: "REMOTE_ADDR",
                value: Array((choices.contains(.untrustedPeer) ? "192.0.2.9" : "10.0.0.1").utf8)
            )
        ]
        for name in names where !input.rest.isEmpty {
            // A web server lets no NUL and no line end into a field, and an empty line leaves it out.
            let value = input.line().filter { $0 != 0 && $0 != UInt8(ascii: "\r") }
            if !value.isEmpty { variables.append((name: name, value: value)) }
        }
        let family: ForwardedFamily =
            choices.contains(.forwarded) ? .forwarded : .xForwarded
        let service = ExampleService.service(isBusy: choices.contains(.busy), family)
        let question: AnswerForm.Question =
            choices.contains(.authorizer) ? .permission : .response
        let answer = try answer(to: variables, question, service)
        try AnswerModel.check(answer, variables)
        try checkOrigin(variables, service, family)
        for (name, value) in variables where name == "HTTP_COOKIE" { try checkCookies(value) }
    }

    /// With all variables, and with those alone that the service says it looks at.
    private static func answer(
        to variables: [(name: String, value: [UInt8])], _ question: AnswerForm.Question,
        _ service: Service
    ) throws(Violation) -> [UInt8] {
        var answer: [UInt8] = []
        _ = service.respond(
            to: CGIEnvironment(variables).variables, asked: question, now: Example.now,
            into: &answer)
        let places = CGIVariablePlaces(of: service.variableNames)
        // As in the parameters of a request, values stand behind their names as long as it is answered.
        let texts = variables.map { variable in
            let text = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(1, variable.name.utf8.count + variable.value.count), alignment: 1)
            text.copyBytes(from: Array(variable.name.utf8) + variable.value)
            return text
        }
        defer { for text in texts { text.deallocate() } }
        var wanted = select(variables, texts, places)
        if places.needsSubstitutes {
            places.clear(takingSubstitutes: true)
            wanted = select(variables, texts, places)
        }
        var selected: [UInt8] = []
        _ = service.respond(
            to: CGIEnvironment(wanted).variables(at: places), asked: question, now: Example.now,
            into: &selected)
        try expect(answer == selected, "variables that are not asked for change the answer")
        return answer
    }

    private static func select(
        _ variables: [(name: String, value: [UInt8])], _ texts: [UnsafeMutableRawBufferPointer],
        _ places: CGIVariablePlaces
    ) -> [(name: String, value: [UInt8])] {
        var wanted = [(name: "FCGI_ROLE", value: Array("RESPONDER".utf8))]
        for (variable, text) in zip(variables, texts) {
            let isWanted = places.note(
                UnsafeRawPointer(text.baseAddress!), variable.name.utf8.count,
                at: UInt16(wanted.count), valueCount: variable.value.count)
            if isWanted { wanted.append(variable) }
        }
        return wanted
    }

    /// A search for a cookie finds what one cookie after the other brings, and a cookie behind a semicolon counts
    /// before all that commas could separate.
    private static func checkCookies(_ field: [UInt8]) throws(Violation) {
        for name in ["region", "DistribGroup"] {
            let name = Array(name.utf8)
            var first: [UInt8]?
            var cookies = CookiePairs(field.span)
            while first == nil, let cookie = cookies.next() {
                if cookie.name.equals(name.span) { first = copy(cookie.value) }
            }
            try expect(
                first == value(of: name, in: field),
                "a search in \(quoted(field)) finds another cookie")
            let real = field.split(separator: UInt8(ascii: ";")).map { Array($0) }.first { pair in
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return false }
                return pair.span.extracting(..<equals).trimmed().equals(name.span)
            }
            guard let real else { continue }
            try expect(
                first == value(of: name, in: real),
                "\(quoted(field)): another cookie takes the place of \(quoted(real))")
        }
    }

    private static func value(of name: [UInt8], in field: [UInt8]) -> [UInt8]? {
        guard let value = Cookies(field.span).value(of: name.span) else { return nil }
        return copy(value)
    }

    private static func copy(_ bytes: Span<UInt8>) -> [UInt8] { bytes.indices.map { bytes[$0] } }

    /// Whatever a client writes into the fields of proxies: behind it stands what the trusted proxy adds,
    /// and that counts, or nobody is known.
    private static func checkOrigin(
        _ variables: [(name: String, value: [UInt8])], _ service: Service,
        _ family: ForwardedFamily
    ) throws(Violation) {
        let known = client(of: [], "REMOTE_ADDR", "198.51.100.7", service).client
        let additions = [
            ("HTTP_X_FORWARDED_FOR", "198.51.100.7", false),
            ("HTTP_FORWARDED", "for=198.51.100.7;proto=https", true),
            ("HTTP_FORWARDED", "for=\"198.51.100.7:4711\";proto=\"https\"", true),
            ("HTTP_FORWARDED", "proto=https;For=198.51.100.7", true),
        ]
        for (name, addition, mayBeUnknown) in additions
        where (family == .forwarded) == (name == "HTTP_FORWARDED") {
            var forged = variables.first { $0.name == name }?.value ?? []
            if !forged.isEmpty { forged += Array(", ".utf8) }
            let origin = client(of: forged, name, addition, service)
            try expect(
                origin.client == known || mayBeUnknown && origin.client == nil,
                "\(name): \(quoted(forged + Array(addition.utf8))) is another client")
            let isRead = name == "HTTP_FORWARDED" && origin.client != nil
            try expect(
                !isRead || origin.scheme == .https,
                "\(name): \(quoted(forged + Array(addition.utf8))) hides the scheme")
        }
    }

    private static func client(
        of forged: [UInt8], _ name: String, _ addition: String, _ service: Service
    ) -> (client: IPAddress?, scheme: Scheme) {
        var variables = [(name: name, value: forged + Array(addition.utf8))]
        if name != "REMOTE_ADDR" {
            variables.append((name: "REMOTE_ADDR", value: Array("10.0.0.1".utf8)))
        }
        let environment = CGIEnvironment(variables)
        guard let addressee = try? service.addressee(of: environment.variables) else {
            return (nil, .http)
        }
        let client = service.clientAddress(of: environment.variables)
        return (client, addressee.scheme)
    }
}

/// The example's Pool with every kind of condition.
enum ExampleService {
    private static let free = make(isBusy: false, .xForwarded)
    private static let busy = make(isBusy: true, .xForwarded)
    private static let freeByForwarded = make(isBusy: false, .forwarded)
    private static let busyByForwarded = make(isBusy: true, .forwarded)

    static func service(isBusy: Bool, _ family: ForwardedFamily = .xForwarded) -> Service {
        family == .forwarded
            ? isBusy ? busyByForwarded : freeByForwarded : isBusy ? busy : free
    }

    private static func make(isBusy: Bool, _ family: ForwardedFamily) -> Service {
        let distributor = Distributor(
            pool: Example.pool, site: Site.ID(0), markers: MarkerPolicy(signer: SumSigner()),
            properGroups: ProperGroupPolicy(
                remember: RememberedGroup(cookie: "DistribGroup", maxAge: 60), rules: rules,
                defaultGroup: Group.ID(0)),
            classes: [
                RequestClass(
                    name: "customer", conditions: [.indicator([Array("customer".utf8)])])
            ],
            indicator: IndicatorPolicy(cookie: "DistribClass", signer: SumSigner()))
        let writer = AnswerWriter(distributor: distributor, policy: AnswerPolicy())
        return Service(
            pools: [PoolService(pool: Example.pool, writer: writer, door: door(isBusy: isBusy))],
            trustedProxies: TrustedProxies(
                ["10.0.0.0/8", "2001:db8:ffff::/48"].map { IPNetwork($0)! }),
            forwarded: family)
    }

    private static func door(isBusy: Bool) -> ClockedDoor {
        let door = Door(AdmissionPolicy(classes: [AdmissionClass(name: "customer")]), at: 0)
        let verdict = ClassVerdict(isBusy: isBusy, shed: 0)
        door.publish(SignalVerdicts(isDraining: false, classes: [verdict, verdict]), at: 0)
        return ClockedDoor(door) { 0 }
    }

    private static let rules: [ProperGroupPolicy.Rule] = {
        let eu = Array("eu".utf8)
        let conditions: [Condition] = [
            .client([IPNetwork("203.0.113.0/24")!, IPNetwork("2001:db8:e::/48")!]),
            .clientHost([Array(".eu".utf8), Array("example.org".utf8)]),
            .language([Array("de".utf8), Array("pt-br".utf8)]),
            .cookie(name: Array("region".utf8), [.exact(eu), .prefix(Array("eu-".utf8))]),
            .variable(name: Array("HTTP_X_REGION".utf8), [.suffix(Array("-eu".utf8)), .present]),
            .path([Array("/eu/".utf8), Array("/".utf8)]),
        ]
        return conditions.map { ProperGroupPolicy.Rule(group: Group.ID(1), conditions: [$0]) }
    }()
}
