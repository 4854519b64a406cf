/// One visitor, as a browser has it: keeps cookies, follows redirects, and goes on where a waiting page says so,
/// until a session begins. Times are milliseconds of any clock.
struct Visitor {
    /// What the visitor asks for next.
    private(set) var address: WebAddress
    /// When.
    private(set) var due: Int64
    let language: String
    private(set) var cookies = CookieJar()
    /// When the first page came that asks to wait.
    private(set) var waitingSince: Int64?
    private(set) var session: Session?
    private var redirects = 0

    struct Session: Equatable {
        let site: String
        let begun: Int64
    }

    /// The cookie of the application's session.
    private static let sessionCookie = "SID"
    /// Browsers give up after about as many.
    private static let mostRedirects = 20
    /// What a browser does about an error page: it loads it again after a while.
    private static let patience: Int64 = 2000

    init(address: WebAddress, language: String, arriving due: Int64) {
        self.address = address
        self.language = language
        self.due = due
    }

    mutating func take(_ answer: WebAnswer, at now: Int64) {
        for field in answer.values("set-cookie") { cookies.keep(field, from: address.host) }
        if (300...399).contains(answer.status) {
            return follow(answer.values("location").first.flatMap { WebAddress($0) }, at: now)
        }
        redirects = 0
        if answer.status == 200, cookies.has(Self.sessionCookie, for: address.host) {
            session = Session(site: address.host, begun: now)
        } else if let refresh = answer.refresh {
            waitingSince = waitingSince ?? now
            address = refresh.address
            due = now + Int64(refresh.seconds) * 1000
        } else {
            fail(at: now)
        }
    }

    /// No answer, or one that nobody can use.
    mutating func fail(at now: Int64) { due = now + Self.patience }

    private mutating func follow(_ location: WebAddress?, at now: Int64) {
        redirects += 1
        guard let location, redirects <= Self.mostRedirects else { return fail(at: now) }
        address = location
        due = now
    }
}
