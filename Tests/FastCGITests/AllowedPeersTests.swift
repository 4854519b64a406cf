import Glibc
import SystemCalls
import Testing

@testable import FastCGI

extension ServerTests {
    /// Which web servers may connect over TCP.
    @Suite struct AllowedPeersTests {
        @Test(
            "FCGI_WEB_SERVER_ADDRS lets in whom it names, over TCP",
            arguments: [
                ("127.0.0.1,192.0.2.1", true), ("192.0.2.1", false), ("nonsense", false),
                ("", true),
            ])
        func allowedPeers(list: String, isAllowed: Bool) async {
            await #expect(processExitsWith: .success) { [list, isAllowed] in
                try AllowedPeersTests().checkAllowedPeers(list: list, isAllowed: isAllowed)
            }
        }

        @Test(
            "an entry of FCGI_WEB_SERVER_ADDRS that is no address is said",
            arguments: [
                ("127.0.0.1, ::1", nil), ("", nil), ("::ffff:127.0.0.1,", nil),
                ("localhost", "localhost"), ("127.0.0.1,10.0.0.0/8", "10.0.0.0/8"),
                ("[::1]", "[::1]"),
            ] as [(String, String?)])
        func malformedPeers(list: String, said: String?) async {
            await #expect(processExitsWith: .success) { [list, said] in
                setenv("FCGI_WEB_SERVER_ADDRS", list, 1)
                let expected = said.map {
                    ListenError.notAnAddress($0, variable: "FCGI_WEB_SERVER_ADDRS")
                }
                do throws(ListenError) {
                    try AllowedPeers.checkEnvironment()
                    #expect(expected == nil)
                } catch {
                    #expect(error == expected)
                }
            }
        }

        @Test("a socket for both families tells of IPv4 peers in another way")
        func mappedPeers() {
            let peers = AllowedPeers(parsing: "127.0.0.1, 2001:db8::1")
            for (host, isAllowed) in [
                ("127.0.0.1", true), ("::ffff:127.0.0.1", true), ("2001:DB8:0::1", true),
                ("127.0.0.2", false), ("::ffff:127.0.0.2", false), ("::1", false),
            ] {
                #expect(peers.contains(SocketAddress(host: host, port: 1)) == isAllowed, "\(host)")
            }
            #expect(
                AllowedPeers(parsing: "::ffff:192.0.2.1").contains(
                    SocketAddress(host: "192.0.2.1", port: 1)))
            #expect(!peers.contains(SocketAddress(path: "/s")))
        }

        private func checkAllowedPeers(list: String, isAllowed: Bool) throws {
            setenv("FCGI_WEB_SERVER_ADDRS", list, 1)
            let running = try RunningServer(.tcp)
            let client = try running.client()
            if isAllowed {
                try client.send(request())
                #expect(try client.readAnswer().text == echoed("/a"))
            } else {
                #expect(try client.readToEnd() == [])
            }
            running.stop()
            #expect(running.events.count == (isAllowed ? 0 : 1))
        }
    }
}
