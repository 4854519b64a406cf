// From CGI variables to the CGI response. One function, `respond`, does it all, so that `serve` and
// `explain` cannot differ.

package import Answers
package import CGI
package import Distribution
package import Fields
package import Topology

/// What this process serves: an immutable value, replaced whole on reload.
package struct Service: Sendable {
    package let pools: [PoolService]
    package let trustedProxies: [IPNetwork]
    /// The Pool, as an index of `pools`, that knows a name.
    private let names: NameTable<Int>
    /// Whether anything depends on the client's address.
    private let looksAtClients: Bool
    /// The variables that `respond` looks at.
    package let variableNames: CGIVariableNames
    /// The variables that it looks at in any configuration.
    private static let variables = Set(CGIVariable.allCases)
        .subtracting([.remoteHost, .acceptLanguage, .cookie]).subtracting(Origin.variables)

    package init(pools: [PoolService], trustedProxies: [IPNetwork] = []) {
        self.pools = pools
        self.trustedProxies = trustedProxies
        var wanted = WantedVariables(known: Service.variables)
        for service in pools {
            guard let distributor = service.writer?.distributor else { continue }
            wanted.formUnion(distributor.variables)
        }
        if !trustedProxies.isEmpty { wanted.formUnion(WantedVariables(known: Origin.variables)) }
        looksAtClients = wanted.known.contains(.remoteAddress)
        variableNames = CGIVariableNames(of: wanted.known, configured: wanted.configured)
        names = NameTable(
            pools.enumerated().flatMap { index, service in
                ([service.pool.name] + service.pool.groups.map(\.name)
                    + service.pool.sites.map(\.name)).map { ($0, index) }
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
        to variables: CGIVariables, asked question: WebServerQuestion, now: Int64,
        into output: inout [UInt8]
    ) -> Outcome {
        if let endpoint = variables.value(of: .distribEndpoint), !endpoint.isEmpty {
            // Health checks come under any name.
            let index = (try? addressee(of: variables))?.pool
            let isBusy = index.map { pools[$0].isBusy() } ?? isAnyBusy
            return Endpoint.append(endpoint, isBusy: isBusy, variables, into: &output)
        }
        do throws(Refusal) {
            let addressee = try addressee(of: variables)
            guard let writer = pools[addressee.pool].writer else {
                throw .poolNotServedHere(pools[addressee.pool].pool.name)
            }
            return decide(addressee, variables, writer, question, now, &output)
        } catch {
            PlainAnswer.append(
                status: error.status, label: error.label, text: error.text,
                withBody: Method.of(variables) != .head, to: &output)
            return .refused(error)
        }
    }

    /// Who is asked: the Pool, under which Host and scheme, and by whom.
    @_lifetime(copy variables)
    package func addressee(of variables: CGIVariables) throws(Refusal) -> Addressee {
        let origin =
            looksAtClients
            ? Origin(variables, trustedProxies: trustedProxies) : Origin(ofUnknown: variables)
        var host: RequestHost?
        if let field = variables.value(of: .host), !field.isEmpty {
            do throws(HostNameError) {
                host = try RequestHost(parsing: field)
            } catch {
                throw .malformedHost(error)
            }
        }
        guard let pool = poolIndex(host, origin.scheme, variables) else { throw .unknownPool }
        return Addressee(
            pool: pool, host: host, scheme: pools[pool].scheme ?? origin.scheme,
            client: origin.client)
    }

    private func decide(
        _ addressee: borrowing Addressee, _ variables: CGIVariables, _ writer: AnswerWriter,
        _ question: WebServerQuestion, _ now: Int64, _ output: inout [UInt8]
    ) -> Outcome {
        if let uri = variables.value(of: .requestURI), !uri.isEmpty {
            let request = addressee.request(
                for: writer.distributor.markers.marked(RequestTarget(uri)), variables)
            return appendDecision(
                request, pool: addressee.pool, writer, question, now, &output)
        }
        var built: [UInt8] = []
        RebuiltTarget.append(variables, to: &built)
        let request = addressee.request(
            for: writer.distributor.markers.marked(RequestTarget(built.span)), variables)
        return appendDecision(
            request, pool: addressee.pool, writer, question, now, &output)
    }

    private func appendDecision(
        _ request: borrowing SessionlessRequest, pool index: Int, _ writer: AnswerWriter,
        _ question: WebServerQuestion, _ now: Int64, _ output: inout [UInt8]
    ) -> Outcome {
        let isBusy = pools[index].isBusy()
        let decision = writer.distributor.decide(request, at: now, isBusy: isBusy)
        var form = AnswerForm(
            method: Method.of(request.variables), question: formQuestion(question, request))
        switch decision.action {
        case .allSitesBusy:
            if let field = request.variables.value(of: .accept) {
                form.prefersJSON = Accept.prefersJSON(field)
            }
        case .startSession where HandBack.cannotStart(request.variables, question):
            HandBack.append(request, form, writer, at: now, to: &output)
            return .decided(decision, pool: index)
        case .startSession, .redirectToSite, .redirectToGroup: break
        }
        writer.append(decision, for: request, asked: form, to: &output)
        return .decided(decision, pool: index)
    }

    /// Whether a denial has to be a path.
    private func formQuestion(
        _ question: WebServerQuestion, _ request: borrowing SessionlessRequest
    ) -> AnswerForm.Question {
        switch question {
        case .response: return .response
        case .permission:
            guard let path = request.variables.value(of: .distribIndirect), !path.isEmpty else {
                return .permission
            }
            return .permissionByPath(path.withUnsafeBufferPointer { Array($0) })
        }
    }

    /// Used for health checks under names that no Pool knows.
    private var isAnyBusy: Bool { pools.contains { $0.isBusy() } }

    /// The Pool that knows the Host; else the only one; else the one that the web server names.
    private func poolIndex(
        _ host: borrowing RequestHost?, _ scheme: Scheme, _ variables: CGIVariables
    ) -> Int? {
        if pools.count == 1 { return 0 }
        if let index = host?.look(up: names, scheme: scheme) { return index }
        let other: Scheme = scheme == .http ? .https : .http
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

/// Who is asked: what is known of a request before its target is looked at.
package struct Addressee: ~Escapable {
    /// An index of the service's Pools.
    package let pool: Int
    package let host: RequestHost?
    package let scheme: Scheme
    package let client: IPAddress?

    @_lifetime(copy host)
    init(pool: Int, host: RequestHost?, scheme: Scheme, client: IPAddress?) {
        self.pool = pool
        self.host = host
        self.scheme = scheme
        self.client = client
    }

    @_lifetime(copy self, copy target, copy variables)
    func request(for target: MarkedTarget, _ variables: CGIVariables) -> SessionlessRequest {
        SessionlessRequest(
            host: host, target: target, scheme: scheme, client: client, variables: variables)
    }
}

/// One Pool, as this process serves it.
package final class PoolService: Sendable {
    package let pool: Pool
    /// Nil where none of the Pool's Sites is this one.
    package let writer: AnswerWriter?
    /// Overrides what the web server says.
    package let scheme: Scheme?
    /// Whether this Site is too busy; only reads an atomic.
    package let isBusy: @Sendable () -> Bool

    package init(
        pool: Pool, writer: AnswerWriter?, scheme: Scheme? = nil,
        isBusy: @escaping @Sendable () -> Bool
    ) {
        self.pool = pool
        self.writer = writer
        self.scheme = scheme
        self.isBusy = isBusy
    }
}

/// What the web server asks the component for.
package enum WebServerQuestion: Sendable {
    /// For the client's answer: FastCGI's role of a responder.
    case response
    /// Whether the request may pass: the role of an authorizer.
    case permission
}

/// What became of a request.
package enum Outcome: Sendable {
    case decided(Decision, pool: Int)
    case refused(Refusal)
    case endpoint
}
