import Foundation
import RealPrograms
import Testing

extension TestPoolTests {
    /// A stateful application that nobody wrote for this: DokuWiki, with PHP's own sessions.
    @Suite(.serialized, .testPool(.init(application: .wiki()))) struct WikiTests {
        @Test func `Log in through the Pool Name, and stay`() async throws {
            let pool = try TestPool.running
            let client = Client(pool)
            let form = try await client.walk(
                "http://app.example/doku.php?id=start&do=login", through: ["boston", "boston"])
            show("Opening the wiki's login form by the Pool Name", form)
            #expect(form.rows == "1a 3a")
            let site = form.end.machine.siteName

            let logIn = try await client.logIn(form)
            #expect(logIn.answer.status == 302)
            #expect(logIn.answer.location == "http://\(site)/doku.php?id=start")
            let page = try await client.walk(logIn.answer.location!)
            #expect(page.rows == "-")
            #expect(page.end.answer.text.contains("Logged in as"))
            #expect(page.end.answer.text.contains("Served by \(site)"))

            // Twenty pages, each of which DNS answers anew.
            for _ in 1...20 {
                let page = try await client.walk("http://\(site)/doku.php?id=start")
                #expect(page.rows == "-")
                #expect(page.end.answer.text.contains("Logged in as"))
            }
        }

        @Test func `Writing a page: the form's POST stays at its Site`() async throws {
            let pool = try TestPool.running
            let client = Client(pool)
            let form = try await client.walk("http://app.example/doku.php?id=start&do=login")
            let site = form.end.machine.siteName
            _ = try await client.logIn(form)
            let editor = try await client.walk("http://\(site)/doku.php?id=notes&do=edit")
            #expect(editor.rows == "-")
            let fields = [
                ("sectok", try editor.end.answer.hiddenField("sectok")), ("id", "notes"),
                ("rev", "0"), ("date", try editor.end.answer.hiddenField("date")),
                ("prefix", "."), ("suffix", ""), ("changecheck", ""), ("target", "section"),
                ("wikitext", "Written at \(site)"), ("do[save]", "1"), ("summary", "new"),
            ]
            let saved = try await client.walk(
                "http://\(site)/doku.php?id=notes", method: "POST", body: formBody(fields))
            #expect(Set(saved.hops.map(\.machine.siteName)) == [site])
            let page = try await client.walk("http://\(site)/doku.php?id=notes")
            #expect(page.end.answer.text.contains("Written at \(site)"))
        }

        @Test func `A busy Site: its users go on, a new one is led to the next`() async throws {
            let pool = try TestPool.running
            let user = Client(pool)
            let form = try await user.walk(
                "http://americas.app.example/doku.php?id=start&do=login",
                through: ["boston", "boston"])
            _ = try await user.logIn(form)
            try await pool.while(busy: ["boston"]) {
                let page = try await user.walk("http://boston.app.example/doku.php?id=start")
                #expect(page.rows == "-")
                #expect(page.end.answer.text.contains("Logged in as"))

                let other = try await Client(pool).walk(
                    "http://boston.app.example/doku.php/Distrib=\(now())?id=start")
                show("A new user of the wiki, while Boston is busy", other)
                #expect(other.rows == "3c 3a")
                #expect(other.end.answer.text.contains("Served by chicago.app.example"))
                #expect(!other.end.answer.text.contains("Logged in as"))
            }
        }

        @Test(arguments: [false, true])
        func `An ended session is handed back, and a new one begins`(
            asksToBeRemembered: Bool
        ) async throws {
            let pool = try TestPool.running
            let client = Client(pool)
            let form = try await client.walk("http://app.example/doku.php?id=start&do=login")
            let site = form.end.machine
            _ = try await client.logIn(form, asksToBeRemembered: asksToBeRemembered)
            // The Site's machines share the application of its first one.
            try Wiki(machine: pool.machines(of: site.site)[0], handsBack: true).forgetSessions()

            let again = try await client.walk("http://\(site.siteName)/doku.php?id=start")
            show("The session of a user of the wiki has ended", again)
            #expect(again.rows.hasPrefix("2a "))
            #expect(again.rows.hasSuffix(" 3a"))
            // DokuWiki's own cookie is good for the session's identifier, or else for its Site.
            let isKnown = asksToBeRemembered && again.end.machine.site == site.site
            #expect(again.end.answer.text.contains("Logged in as") == isKnown)
            let next = try await client.walk(
                "http://\(again.end.machine.siteName)/doku.php?id=start")
            #expect(next.rows == "-")
        }
    }
}

extension Client {
    /// Sends the login form that the walk ended in.
    fileprivate func logIn(_ form: Walk, asksToBeRemembered: Bool = false) async throws -> Hop {
        let body = formBody(
            [
                ("sectok", try form.end.answer.hiddenField("sectok")), ("id", "start"),
                ("do", "login"), ("u", Wiki.user), ("p", Wiki.password),
            ] + (asksToBeRemembered ? [("r", "1")] : []))
        return try await ask(
            "http://\(form.end.machine.siteName)/doku.php?id=start", method: "POST", body: body)
    }
}

extension HTTPAnswer {
    fileprivate func hiddenField(_ name: String) throws -> String {
        guard let field = text.split(separator: "name=\"\(name)\" value=\"").dropFirst().first,
            let value = field.split(separator: "\"", omittingEmptySubsequences: false).first
        else { throw Mishap("no field \(name) in:\n\(text)") }
        return String(value)
    }
}

private func formBody(_ fields: [(name: String, value: String)]) -> String {
    fields.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
}

private func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!
}
