import CGI
import FastCGI

/// Answers requests, each within a session, or hands them back.
struct DemoHandler: RequestHandler {
    static let maximumBodyBytes = 64 * 1024 * 1024

    let site: String
    /// Nil where pages do without.
    let scripts: Scripts?
    /// No registered status (RFC 9110) means that a session is not known.
    let handBackStatus: Int
    private let sessions = Sessions()

    init(site: String, scripts: Scripts?, handBackStatus: Int) {
        self.site = site
        self.scripts = scripts
        self.handBackStatus = handBackStatus
    }

    func respond(to request: borrowing Request, into response: inout [UInt8]) {
        let incoming = Incoming(request.variables)
        var answer: Answer
        if incoming.path == "/static/echo" {
            answer = .text(Incoming.words(of: request.variables))
        } else if let outside = answerOutsideSessions(incoming) {
            answer = outside
        } else if let session = enter(incoming) {
            answer = self.answer(incoming, in: session, request)
            if session.isNew {
                answer.fields.append(
                    ("Set-Cookie", "SID=\(session.id); Path=/; HttpOnly; SameSite=Lax"))
            }
            if session.isDirect { answer.fields.append(("X-Demo", "direct")) }
            answer.fields.append(("Cache-Control", "no-store"))
        } else {
            answer = .text(
                "This session is not known here.", status: "\(handBackStatus) Session Unknown")
        }
        // What it was asked for, also where the answer is a file or has no body.
        if incoming.target.count < 1000 {
            let target = String(decoding: incoming.target, as: UTF8.self)
            answer.fields.append(("X-Demo-Target", target))
        }
        answer.append(to: &response, isHead: incoming.method == "HEAD")
    }

    /// Preflights and assets: the same for everybody, so that no session begins.
    private func answerOutsideSessions(_ incoming: Incoming) -> Answer? {
        if incoming.method == "OPTIONS" {
            var answer = Answer(status: "204 No Content", body: [])
            answer.fields = [("Allow", "GET, HEAD, POST, OPTIONS")]
            return answer
        }
        if incoming.path == "/static/style.css" {
            return Answer(type: "text/css; charset=utf-8", body: Array(Page.style.utf8))
        }
        if let location = movedLocation(incoming) {
            var answer = Answer(status: "301 Moved Permanently", body: [])
            answer.fields = [("Location", location)]
            return answer
        }
        if let script = scripts?.answer(incoming.path) { return script }
        guard incoming.path.hasPrefix("/static/") || incoming.path == "/favicon.ico" else {
            return nil
        }
        return .text("There is no such asset.", status: "404 Not Found")
    }

    /// As web servers lead to the slash of a directory, and applications to https.
    private func movedLocation(_ incoming: Incoming) -> String? {
        let host = incoming.host ?? site
        switch incoming.path {
        case "/shop": return "\(incoming.scheme)://\(host)/shop/"
        case "/secure" where incoming.scheme != "https": return "https://\(host)/secure"
        default: return nil
        }
    }

    /// The known session; a new one, where the client has none or the web server says so; or nil.
    private func enter(_ incoming: Incoming) -> Session? {
        if let id = incoming.sessionID, let visits = sessions.visit(id) {
            return Session(id: id, visits: visits, isDirect: false)
        }
        guard incoming.sessionID == nil || incoming.word != nil else { return nil }
        return Session(id: sessions.begin(), visits: 1, isDirect: incoming.word != .start)
    }

    private func answer(
        _ incoming: Incoming, in session: Session, _ request: borrowing Request
    ) -> Answer {
        let page = Page(
            site: site, session: session, target: incoming.target, hasScripts: scripts != nil)
        if incoming.path == "/expire" {
            sessions.forget(session.id)
            return page.farewell
        }
        let isEcho = incoming.path.hasPrefix("/echo")
        guard isEcho || incoming.method == "POST" else { return page.answer() }
        switch request.body {
        case .whole(let body):
            return isEcho ? echo(incoming, in: session, body) : page.answer(received: body)
        case .tooLong: return .text("The body is too long.", status: "413 Content Too Large")
        case .discarded: return page.answer()
        }
    }

    /// What arrived, in lines that tests and people can read.
    private func echo(_ incoming: Incoming, in session: Session, _ body: [UInt8]) -> Answer {
        var text = Array("site: \(site)\nmethod: \(incoming.method)\nuri: ".utf8)
        text += incoming.target
        text += "\nuser: \(incoming.user ?? "none")".utf8
        text += "\nword: \(incoming.word?.rawValue ?? "none")\nvisits: \(session.visits)".utf8
        text += "\nhost: \(incoming.host ?? "none")\nscheme: \(incoming.scheme)".utf8
        text += "\nclient: \(incoming.client ?? "none")\ntrip: \(incoming.trip ?? "none")".utf8
        text += "\nbody: \(body.count) bytes, FNV-1a \(hexadecimal(digest(body)))\n".utf8
        return Answer(type: "text/plain", body: text)
    }

    /// 64-bit FNV-1a: enough to see that a body arrived unchanged.
    private func digest(_ body: [UInt8]) -> UInt64 {
        body.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

/// A session, as one request sees it.
struct Session {
    let id: String
    let visits: Int
    /// It began without the distribution's word.
    let isDirect: Bool

    var isNew: Bool { visits == 1 }
}
