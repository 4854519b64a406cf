// From CGI variables to the CGI response. One function, `respond`, does it all, so that `serve` and
// `explain` cannot differ.

internal import Admission
package import Answers
package import CGI
internal import Distribution
package import Fields
package import Observation
internal import Topology

/// What this process serves: an immutable value, replaced whole on reload.
package struct Service: Sendable {
    package let pools: [PoolService]
    private let origin: Origin
    /// The Pool, as an index of `pools`, that knows a name.
    private let names: NameTable<Int>
    /// Whether a decision may depend on the client's address.
    private let looksAtClients: Bool
    /// The variables that `respond` looks at.
    package let variableNames: CGIVariableNames
    /// Says what the endpoints `status` and `metrics` tell; nil where no process runs that could be observed.
    private let observe: (@Sendable () -> Snapshot)?
    /// The variables that it looks at in any configuration.
    private static let variables = Set(CGIVariable.allCases).subtracting(
        [
            .remoteHost, .remoteAddress, .acceptLanguage, .cookie, .forwarded, .forwardedFor,
            .forwardedProto,
        ] + substitutes)
    /// What is looked at only where something more usual is missing.
    private static let substitutes = HostOfRequest.substitutes.union(RebuiltTarget.variables)

    package init(
        pools: [PoolService], trustedProxies: TrustedProxies = TrustedProxies(),
        forwarded: ForwardedFamily = .xForwarded, observe: (@Sendable () -> Snapshot)? = nil
    ) {
        self.pools = pools
        self.observe = observe
        origin = Origin(trustedProxies, forwarded)
        var wanted = WantedVariables(known: Service.variables)
        for case let writer? in pools.map(\.writer) {
            wanted.formUnion(writer.distributor.variables)
            wanted.formUnion(WantedVariables(configured: [writer.policy.countryVariable]))
        }
        // Clients are spread over the Sites that are known to be free by their addresses, and so is the share
        // of them for whom decisions are enforced.
        if pools.contains(where: { $0.asksPeers || $0.enforcesByClient }) {
            wanted.formUnion(WantedVariables(known: [.remoteAddress]))
        }
        looksAtClients =
            wanted.known.contains(.remoteAddress) || pools.contains { $0.atlas != nil }
        wanted.formUnion(origin.variables)
        variableNames = CGIVariableNames(
            of: wanted.known, substitutes: Service.substitutes, aside: .acceptLanguage,
            configured: wanted.configured)
        names = NameTable(
            pools.enumerated().flatMap { index, service in
                ([service.pool.name] + service.pool.groups.map(\.name)
                    + service.pool.sites.map(\.name) + service.aliases).map { ($0, index) }
            },
            subNamesOf: Set(
                pools.map(\.pool).filter(\.acceptsSubNames).flatMap { $0.sites.map(\.name) }))
    }

    /// Appends the whole CGI response to a request.
    /// - Parameters:
    ///   - question: what the web server asks for
    ///   - now: seconds since 1970
    /// - Returns: the decision, for log and counters.
    package func respond(
        to variables: CGIVariables, asked question: AnswerForm.Question, now: Int64,
        into output: inout [UInt8]
    ) -> Outcome {
        if let endpoint = Endpoint.name(variables) {
            Endpoint.append(
                endpoint, variables, readiness(variables, at: now), observe: observe, into: &output)
            return .endpoint
        }
        do throws(Refusal) {
            let addressee = try addressee(of: variables)
            guard let writer = pools[addressee.pool].writer else {
                throw .poolNotServedHere(pools[addressee.pool].pool.name)
            }
            return try decide(addressee, variables, writer, question, now, &output)
        } catch {
            return refuse(error, variables, question, into: &output)
        }
    }

    /// Appends the answer of a refusal.
    package func refuse(
        _ refusal: Refusal, _ variables: CGIVariables, _ question: AnswerForm.Question,
        into output: inout [UInt8]
    ) -> Outcome {
        let form = AnswerForm(
            method: Method.of(variables), question: question)
        var answer = PlainAnswer(label: refusal.label, form: form)
        answer.status = refusal.status
        answer.append(refusal.text, to: &output)
        return .refused(refusal)
    }

    /// Who is asked: the Pool, under which Host and scheme, and by whom.
    @_lifetime(copy variables)
    package func addressee(of variables: CGIVariables) throws(Refusal) -> Addressee {
        let scheme = origin.scheme(variables)
        let host = try HostOfRequest.find(variables, scheme)
        guard let pool = poolIndex(host, scheme, variables) else { throw .unknownPool }
        return Addressee(pool: pool, host: host, scheme: pools[pool].scheme ?? scheme)
    }

    /// The text of the client's address, after trusted proxies; nil where nobody knows it.
    @_lifetime(copy variables)
    package func client(of variables: CGIVariables) -> Span<UInt8>? { origin.client(variables) }

    /// The same as an address.
    package func clientAddress(of variables: CGIVariables) -> IPAddress? {
        guard let text = client(of: variables) else { return nil }
        return IPAddress(text)
    }

    private func decide(
        _ addressee: borrowing Addressee, _ variables: CGIVariables, _ writer: AnswerWriter,
        _ question: AnswerForm.Question, _ now: Int64, _ output: inout [UInt8]
    ) throws(Refusal) -> Outcome {
        let pool = pools[addressee.pool]
        guard let atlas = pool.atlas else {
            return try decide(addressee, variables, writer, nil, question, now, &output)
        }
        var look = AtlasLook(atlas)
        return try withUnsafeMutablePointer(to: &look) { look throws(Refusal) in
            try decide(addressee, variables, writer, look, question, now, &output)
        }
    }

    private func decide(
        _ addressee: borrowing Addressee, _ variables: CGIVariables, _ writer: AnswerWriter,
        _ atlas: UnsafeMutablePointer<AtlasLook>?, _ question: AnswerForm.Question, _ now: Int64,
        _ output: inout [UInt8]
    ) throws(Refusal) -> Outcome {
        let pool = pools[addressee.pool]
        let address =
            looksAtClients || pool.door.looksAtClients ? clientAddress(of: variables) : nil
        if let uri = variables.value(of: .requestURI) {
            let request = addressee.request(
                for: writer.distributor.markers.marked(RequestTarget(uri)), address, atlas,
                variables)
            return try appendDecision(
                request, pool, addressee.pool, writer, question, now, &output)
        }
        var built: [UInt8] = []
        RebuiltTarget.append(variables, to: &built)
        let request = addressee.request(
            for: writer.distributor.markers.marked(RequestTarget(built.span)), address, atlas,
            variables)
        return try appendDecision(
            request, pool, addressee.pool, writer, question, now, &output)
    }

    private func appendDecision(
        _ request: borrowing SessionlessRequest, _ pool: PoolService, _ index: Int,
        _ writer: AnswerWriter, _ question: AnswerForm.Question, _ now: Int64,
        _ output: inout [UInt8]
    ) throws(Refusal) -> Outcome {
        guard pool.enforcesAll || writer.distributor.enforces(request, at: now) else {
            return try appendObserved(request, pool, index, writer, question, now, &output)
        }
        if Fetching.isPrefetch(request.variables) { throw .prefetch }
        let isUntouched =
            pool.givesTokens && HandBack.cannotStart(request.variables, question)
        let decision =
            isUntouched
            ? writer.distributor.decide(
                request, at: now, door: UntouchedDoor(door: pool.admitting), known: pool.known)
            : writer.distributor.decide(
                request, at: now, door: pool.admitting, known: pool.known)
        var form = AnswerForm(
            method: Method.of(request.variables),
            question: question)
        var client: Span<UInt8>?
        switch decision.action {
        case .allSitesBusy, .wait:
            form.isFetch = Fetching.isByScript(request.variables)
            if let field = request.variables.value(of: .accept) {
                form.prefersJSON = Accept.prefersJSON(field)
            }
        case .redirectToSite, .redirectToGroup:
            form.isFetch = Fetching.isByScript(request.variables)
        case .startSession where HandBack.cannotStart(request.variables, question):
            guard
                HandBack.append(
                    request, keeping: decision.marker?.freshPlace, form, writer, at: now,
                    to: &output)
            else {
                throw .tooLong
            }
            return .handedBack(decision, pool: index)
        case .startSession: client = origin.client(request.variables)
        }
        guard writer.append(decision, for: request, client: client, asked: form, to: &output) else {
            throw .tooLong
        }
        return .decided(decision, pool: index)
    }

    /// The session starts here, whatever is decided. Nor is a prefetch turned away: all goes on as if nobody had
    /// asked.
    private func appendObserved(
        _ request: borrowing SessionlessRequest, _ pool: PoolService, _ index: Int,
        _ writer: AnswerWriter, _ question: AnswerForm.Question, _ now: Int64,
        _ output: inout [UInt8]
    ) throws(Refusal) -> Outcome {
        let cannotStart = HandBack.cannotStart(request.variables, question)
        let observed = writer.distributor.observe(
            request, at: now,
            door: cannotStart ? UntouchedDoor(door: pool.admitting) : pool.admitting,
            known: pool.known)
        let decision = observed.decision
        let form = AnswerForm(method: Method.of(request.variables), question: question)
        if cannotStart {
            let place = decision.marker?.freshPlace
            guard HandBack.append(request, keeping: place, form, writer, at: now, to: &output)
            else { throw .tooLong }
            return .handedBack(decision, pool: index)
        }
        let isExempt = decision.row == .row0
        guard
            writer.appendStart(
                decision, isObserved: !isExempt, for: request,
                client: origin.client(request.variables), asked: form, to: &output)
        else { throw .tooLong }
        return isExempt ? .decided(decision, pool: index) : .observed(observed, pool: index)
    }

    /// Health checks come under any name; under one that no Pool knows, they ask for all that are served here.
    private func readiness(_ variables: CGIVariables, at now: Int64) -> Endpoint.Readiness {
        let index = (try? addressee(of: variables))?.pool
        let asked = index.map { [pools[$0]] } ?? pools
        let served = asked.filter { $0.writer != nil }
        guard let first = served.first else { return .notServed }
        return Endpoint.Readiness(
            isReady: served.allSatisfy { $0.clocked.isOpen },
            // What this Site says of itself, it says of one Pool.
            report: asked.count == 1 ? first.report(at: now) : nil)
    }

    /// The Pool that knows the Host; else the only one; else the one that the web server names.
    private func poolIndex(
        _ host: borrowing RequestHost?, _ scheme: Scheme, _ variables: CGIVariables
    ) -> Int? {
        if pools.count == 1 { return 0 }
        if let index = host?.look(up: names, scheme: scheme) { return index }
        let other = scheme.other
        if let index = host?.look(up: names, scheme: other), pools[index].scheme == other {
            return index
        }
        guard let text = variables.value(of: .distribPool),
            let name = try? RequestHost(parsing: text)
        else { return nil }
        for index in pools.indices
        where pools[index].pool.name.nameEquals(name.name)
            && pools[index].pool.name.port == name.port
        {
            return index
        }
        return nil
    }
}

/// A door that is only looked at, by requests that cannot start a session anyway: they take no token, and use up no
/// place.
private struct UntouchedDoor: Admitting {
    let door: any Admitting

    func ask(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        door.look(admissionClass, client: client)
    }

    func look(_ admissionClass: Int, client: IPAddress?) -> DoorRefusal? {
        door.look(admissionClass, client: client)
    }

    /// Whoever holds a place is sent to come again with it, whether it is called or not.
    func present(_ place: Place, client: IPAddress?) -> PlaceAnswer { .start }

    func join(_ admissionClass: Int) -> Waiting? { door.join(admissionClass) }
}
