import RealPrograms
import Testing

extension TestPoolTests {
    @Suite(
        .serialized,
        .testPool(
            .init(
                scheme: "https", remembersSite: true, application: .plain(.python)))
    ) struct SocketTests {
        @Test func `A WebSocket within a session`() async throws {
            try await TestPool.running.browse { browser in
                try await browser.open("https://app.example/")
                #expect(try await browser.text().contains("visits: 1"))
                let echo = try await browser.run(
                    """
                    const socket = new WebSocket(`wss://${location.host}/socket`);
                    return new Promise((done) => {
                      socket.onopen = () => socket.send("hello");
                      socket.onmessage = ({ data }) => done(data);
                      socket.onerror = () => done("refused");
                    });
                    """)
                // The browser may have asked for the site's icon, too.
                #expect(["hello, visit 2", "hello, visit 3"].contains(echo))
            }
        }
    }
}
