import RealPrograms
import Testing

extension TestPoolTests {
    @Suite(
        .serialized,
        .testPool(
            .init(
                scheme: "https", poolKeys: TestPool.Options.rememberedSite,
                application: .plain(.python)))
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
                #expect(echo == "hello, visit 2")
            }
        }
    }
}
