import Distribution
import Generation
package import Probing
import Settings
import Topology

/// What the application gets, which only the application can show: at a path that the operator names, and that begins
/// no session.
struct EchoCheck: Sendable {
    let site: ExaminedSite
    let address: WebServerAddress

    private static let checks: [Check] = [
        .applicationHost, .applicationTarget, .applicationMarker, .forgedFields, .webSocket,
    ]

    func run() -> [Diagnosis] {
        guard let path = site.options.echoPath else {
            return EchoCheck.checks.map {
                Diagnosis(
                    $0, "\(address)", .skipped, "only the application sees this",
                    remedy: "--echo names a page of it that shows what it gets (docs/doctor.md)")
            }
        }
        let markers = site.settings.markers
        let echo = Echo(
            object: "\(address)\(path)",
            host: site.name.port == nil ? "\(site.name):8099" : "\(site.name)",
            marker: "\(markers.name)=19700101")
        let marked =
            markers.placement == .path
            ? "\(path)/\(echo.marker)?\(Echo.query)" : "\(path)?\(Echo.query)&\(echo.marker)"
        var answer = ask(echo, marked)
        var isPlain = false
        if !echo.isShown(in: answer) {
            answer = ask(echo, "\(path)?\(Echo.query)")
            isPlain = true
        }
        let first = echo.judge(answer, isOnlyWithoutMarker: isPlain)
        guard first.allSatisfy({ $0.verdict != .skipped }) else { return first }
        guard case .http = site.settings.webServer.application else {
            return first + [
                Diagnosis(
                    .webSocket, echo.object, .skipped,
                    "the application speaks FastCGI, which has none")
            ]
        }
        let upgraded = address.ask(
            "\(site.name)", "\(path)?\(Echo.query)", Echo.upgradeFields, site.options)
        return first + [echo.judge(upgraded: upgraded)]
    }

    private func ask(_ echo: Echo, _ target: String) -> Result<HTTPAnswer, ProbeFailure> {
        address.ask(echo.host, target, Echo.forgedFields, site.options)
    }
}

/// What is sent to the page, and what its text says.
package struct Echo: Sendable {
    package let object: String
    /// The Host that is sent.
    package let host: String
    /// The marker that is sent.
    package let marker: String

    package init(object: String, host: String, marker: String) {
        self.object = object
        self.host = host
        self.marker = marker
    }

    package static let query = "doctor=%2F%7e+"
    /// A word that nobody else sends, in each spelling that an application may take for X-Distrib-Session.
    private static let forgedWord = "forged-by-doctor"
    package static let forgedFields: [HTTPField] = [
        ("X-Distrib-Session", forgedWord), ("X_Distrib_Session", forgedWord),
        ("X.Distrib.Session", forgedWord),
    ]

    /// A whole handshake (RFC 6455, section 4.1): HAProxy refuses one without its key.
    static let upgradeFields: [HTTPField] = [
        ("Upgrade", "websocket"), ("Sec-WebSocket-Key", "ZGlzdHJpYi1kb2N0b3IhIQ=="),
        ("Sec-WebSocket-Version", "13"),
    ]

    /// Whether the field Upgrade is shown: names of the others have the word in them, too.
    private static func showsUpgrade(_ text: String) -> Bool {
        text.lowercased().replacing("sec-websocket", with: "").replacing("sec_websocket", with: "")
            .contains("websocket")
    }

    func isShown(in answer: Result<HTTPAnswer, ProbeFailure>) -> Bool {
        guard case .success(let answer) = answer else { return false }
        return !answer.isDecided && answer.text.contains("doctor=")
    }

    /// - Parameter isOnlyWithoutMarker: whether the page was not found with a marker behind its path
    /// - Returns: a single one, skipped, where the page shows nothing
    package func judge(
        _ answer: Result<HTTPAnswer, ProbeFailure>, isOnlyWithoutMarker: Bool = false
    ) -> [Diagnosis] {
        switch answer {
        case .failure(let failure): return [unseen("no answer: \(failure)")]
        case .success(let answer) where answer.isDecided:
            return [
                unseen(
                    "the component was asked, as the path is not among those that begin no session")
            ]
        case .success(let shown):
            guard isShown(in: answer) else {
                return [unseen("the page does not show the target (status \(shown.status))")]
            }
            return judge(
                text: shown.text, isMarkerSeen: isOnlyWithoutMarker || shown.text.contains(marker))
        }
    }

    private func unseen(_ why: String) -> Diagnosis {
        Diagnosis(
            .applicationTarget, object, .skipped, why,
            remedy:
                "name a page that shows target and header fields (docs/doctor.md), and its path in "
                + "`web_server: { assets: { paths: … } }`")
    }

    private func judge(text: String, isMarkerSeen: Bool) -> [Diagnosis] {
        let isHostSeen = text.contains(host)
        let isTargetSeen = text.contains(Echo.query)
        let isForged = text.contains(Echo.forgedWord)
        return [
            isHostSeen
                ? ok(.applicationHost, "the application gets the client's Host")
                : fault(
                    .applicationHost, "the application does not get the client's Host \(host)",
                    "pass it on (proxy_set_header Host $http_host, ProxyPreserveHost On)"),
            isTargetSeen
                ? ok(.applicationTarget, "the application gets the target byte for byte")
                : fault(
                    .applicationTarget, "the application does not get ?\(Echo.query) byte for byte",
                    "pass the target as the files of `distrib-fcgi generate` do (nginx: $distrib_target)"
                ),
            isMarkerSeen
                ? fault(
                    .applicationMarker, "the application gets the marker",
                    "cut it, as the files of `distrib-fcgi generate` do (nginx: $distrib_target, not "
                        + "$request_uri)")
                : ok(.applicationMarker, "the application does not see the marker"),
            isForged
                ? fault(
                    .forgedFields,
                    "the application gets an X-Distrib-Session that the client made up, and begins "
                        + "sessions without the component",
                    "set or remove the fields X-Distrib-… of clients, in any spelling, as the files of "
                        + "`distrib-fcgi generate` do")
                : ok(
                    .forgedFields,
                    "an X-Distrib-Session of the client does not reach the application"),
        ]
    }

    package func judge(upgraded: Result<HTTPAnswer, ProbeFailure>) -> Diagnosis {
        switch upgraded {
        case .success(let answer) where Echo.showsUpgrade(answer.text):
            return ok(.webSocket, "the wish for a WebSocket reaches the application")
        case .success(let answer):
            return fault(
                .webSocket,
                "the wish for a WebSocket does not reach the application (status \(answer.status))",
                "pass Upgrade and Connection on (nginx: proxy_http_version 1.1, proxy_set_header Upgrade; "
                    + "Apache: ProxyPass … upgrade=websocket)")
        case .failure(let failure):
            return Diagnosis(.webSocket, object, .skipped, "no answer to it: \(failure)")
        }
    }

    private func ok(_ check: Check, _ seen: String) -> Diagnosis {
        Diagnosis(check, object, .ok, seen)
    }

    private func fault(_ check: Check, _ seen: String, _ remedy: String) -> Diagnosis {
        Diagnosis(check, object, .fault, seen, remedy: remedy)
    }
}
