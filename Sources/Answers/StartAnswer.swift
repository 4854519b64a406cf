// "Start the session here": the web server hands the original request to the application, and tells it what
// the component believed, so that both believe the same.

import CGI
package import Distribution
import Fields
import Topology

extension AnswerWriter {
    /// - Parameter isObserved: whether something else may have been decided; then the answer sets no cookies, as
    ///   if nobody had decided anything
    /// - Returns: as `append`.
    package func appendStart(
        _ decision: Decision, isObserved: Bool, for request: borrowing SessionlessRequest,
        client: Span<UInt8>?, asked: AnswerForm, to output: inout [UInt8]
    ) -> Bool {
        let start = output.count
        let names = asked.question == .response ? StartFields.responder : StartFields.authorizer
        if asked.question == .response {
            output.append(contentsOf: startOpening)
        } else {
            output.append("Status: 200 OK\r\nVariable-DISTRIB_URI: ")
        }
        let uriStart = output.count
        output.appendClean(request.target)
        guard LocationLimit.allows(output.count - uriStart, request.variables) else {
            output.removeSubrange(start...)
            return false
        }
        let scheme = request.scheme == .https ? names.https : names.http
        if let client {
            output.append(scheme.andClient)
            output.append(client)
        } else {
            output.append(scheme.alone)
        }
        appendCountry(request, names.country, &output)
        appendTrip(decision, names, &output)
        if asked.question != .response {
            appendPermission(decision, isObserved, request, &output)
        }
        output.append("\r\nX-Distrib-Decision: ")
        if isObserved { output.append(ObservedDecision.labelPrefix) }
        output.append(decision.row.label)
        output.appendLineEnd()
        if !isObserved {
            if remembersGroup(decision) { appendRememberedGroup(decision, request, &output) }
            if let cookie = siteCookie(decision, request.scheme) {
                output.appendField("Set-Cookie", cookie.span)
            }
        }
        output.append("Content-Length: 0\r\n\r\n")
        return true
    }

    /// What only an authorizer says, in fields that web servers make variables of.
    private func appendPermission(
        _ decision: Decision, _ isObserved: Bool, _ request: borrowing SessionlessRequest,
        _ output: inout [UInt8]
    ) {
        output.append("\r\nVariable-DISTRIB_DECISION: ")
        if isObserved { output.append(ObservedDecision.labelPrefix) }
        output.append(decision.row.label)
        output.append("\r\nVariable-DISTRIB_GROUP: ")
        let group = decision.properGroup ?? distributor.properGroup(for: request)
        output.append(contentsOf: distributor.pool[group.group].name.bytes)
        if isObserved { return }
        // Some web servers drop Set-Cookie of a request that they let through.
        if let cookie = siteCookie(decision, request.scheme) {
            output.append("\r\nVariable-DISTRIB_SITE_COOKIE: ")
            output.append(contentsOf: cookie)
        }
        if remembersGroup(decision) {
            output.append("\r\nVariable-DISTRIB_GROUP_COOKIE: ")
            output.append(contentsOf: groupCookie(decision, request.scheme))
        }
    }

    /// How many Sites were tried, how long the client waited, and its class.
    private func appendTrip(
        _ decision: Decision, _ names: StartFields, _ output: inout [UInt8]
    ) {
        let sites = decision.marker?.triedSites ?? 0
        let normal = distributor.classes.count
        let index = decision.door?.admissionClass ?? normal
        if sites == 0, decision.secondsWaited == 0, index == normal {
            return output.append(names.directTrip)
        }
        output.append(names.trip)
        output.appendDecimal(Int64(sites))
        output.append("; waited=")
        output.appendDecimal(decision.secondsWaited)
        output.append("; class=")
        if index < normal {
            output.append(contentsOf: distributor.classes[index].name)
        } else {
            output.append(RequestClass.normal)
        }
    }

    /// The country, if it is a code of two characters (ISO 3166-1, and `T1` of some databases). A client may have
    /// written what a web server passes on in a variable.
    private func appendCountry(
        _ request: borrowing SessionlessRequest, _ name: StaticString, _ output: inout [UInt8]
    ) {
        let variable = policy.countryVariable
        guard let country = request.code(.country, variable: variable.span),
            country.count == 2, ASCII.isLetter(country[0]),
            ASCII.isLetter(country[1]) || ASCII.isDigit(country[1])
        else { return }
        output.append(name)
        for index in country.indices {
            let byte = country[index]
            output.append(ASCII.isLetter(byte) ? byte & ~0x20 : byte)
        }
    }
}

extension SessionStart {
    /// What stands before the URI in the answer of a responder.
    var opening: [UInt8] {
        switch self {
        case .namedLocation(let name):
            Array("Status: 200 OK\r\nX-Accel-Redirect: \(name)\r\nX-Distrib-URI: ".utf8)
        }
    }
}

/// The beginnings of the lines, each with the end of the line before, in as few pieces as can be.
private struct StartFields {
    typealias Scheme = (alone: StaticString, andClient: StaticString)

    let http: Scheme
    let https: Scheme
    let country: StaticString
    let trip: StaticString
    /// Of a client that was led to no Site before.
    let directTrip: StaticString

    static let responder = StartFields(
        http: (
            "\r\nX-Distrib-Scheme: http", "\r\nX-Distrib-Scheme: http\r\nX-Distrib-Client: "
        ),
        https: (
            "\r\nX-Distrib-Scheme: https", "\r\nX-Distrib-Scheme: https\r\nX-Distrib-Client: "
        ),
        country: "\r\nX-Distrib-Country: ", trip: "\r\nX-Distrib-Trip: sites=",
        directTrip: "\r\nX-Distrib-Trip: sites=0; waited=0; class=normal")

    /// The web server puts these into the environment of the request that it lets through.
    static let authorizer = StartFields(
        http: (
            "\r\nVariable-DISTRIB_SCHEME: http",
            "\r\nVariable-DISTRIB_SCHEME: http\r\nVariable-DISTRIB_CLIENT: "
        ),
        https: (
            "\r\nVariable-DISTRIB_SCHEME: https",
            "\r\nVariable-DISTRIB_SCHEME: https\r\nVariable-DISTRIB_CLIENT: "
        ),
        country: "\r\nVariable-DISTRIB_COUNTRY: ", trip: "\r\nVariable-DISTRIB_TRIP: sites=",
        directTrip: "\r\nVariable-DISTRIB_TRIP: sites=0; waited=0; class=normal")
}
