import Topology

/// The backends of the Site's file for HAProxy: the component, and the application.
struct HAProxyBackends {
    let site: WebServerSite

    private var policy: WebServerPolicy { site.policy }
    private var id: String { site.identifier }

    var text: String {
        """
        \(component)
        \(parameters)
        \(application)
        """
    }

    private var component: String {
        let server = Self.address(policy.component ?? .unix("/run/distrib/distrib.sock"))
        return """
            backend distrib_\(id) from distrib_\(id)
                use-fcgi-app distrib_\(id)
                timeout server 2s
                http-request return status 503 content-type text/plain string "component down\\n" hdr Retry-After 10 if { nbsrv(distrib_\(id)) lt 1 }
                # HAProxy says the URI three times to the component, besides the header, in a record of 64 KiB.
                http-request return status 414 if { url_len gt 16500 }
                http-request set-var(txn.fields) req.hdrs,length
                http-request return status 431 if { url_len,mul(3),add(txn.fields) gt 62000 }
                http-response set-var(txn.decision) res.hdr(X-Distrib-Decision)
                http-response set-var(txn.location) res.hdr(Location)
                http-response set-var-fmt(txn.told) "%[res.hdr(X-Distrib-Trip),ub64enc].%[res.hdr(X-Distrib-Country)]"
                http-response set-var-fmt(txn.claim) "%[var(txn.now)] %[src] %[var(txn.host)] \(id) %[var(txn.told)]"
                http-response set-var(txn.expected) var(txn.claim),hmac(sha256,proc.distrib_key),hex
                # The component's own answer goes on, changed: an answer of HAProxy would end the connection before the
                # client has sent its body, and by TLS one client in three then lost the answer.
                acl begins_session res.hdr(X-Accel-Redirect) -m found
                http-response set-status 307 reason "Temporary Redirect" if begins_session
            \(again("begins_session"))
                http-response add-header Set-Cookie "DistribPass=%[var(txn.now)].%[var(txn.expected)].%[var(txn.told)]; Max-Age=10; Path=/; HttpOnly; SameSite=Lax" if begins_session
                http-response del-header X-Distrib- -m beg if begins_session
                http-response del-header X-Accel-Redirect
                # The component's own endpoint "health" says over FastCGI whether it is down, so that no request of a
                # client can make it look so.
                option tcp-check
                tcp-check connect
            \(check)    tcp-check expect string ok
                server component \(server) proto fcgi check inter 1s fall 1 rise 1 observe layer4 error-limit 1 on-error mark-down

            """
    }

    /// The client comes again. It knows scheme and host, which are not repeated; a path that begins with "//"
    /// would name another host.
    private func again(_ condition: String) -> String {
        """
            http-response set-header Location "%[var(txn.target)]" if \(condition)
            http-response set-header Location "/.%[var(txn.target)]" if \(condition) { var(txn.target) -m beg // }
        """
    }

    /// A FastCGI request with the parameter DISTRIB_ENDPOINT: health (FastCGI 1.0, section 3.3).
    private var check: String {
        let name = Array("DISTRIB_ENDPOINT".utf8)
        let value = Array("health".utf8)
        let pair = [UInt8(name.count), UInt8(value.count)] + name + value
        let records = [
            record(type: 1, [0, 1, 0, 0, 0, 0, 0, 0]), record(type: 4, pair), record(type: 4, []),
            record(type: 5, []),
        ]
        return records.map { "    tcp-check send-binary \($0)\n" }.joined()
    }

    private func record(type: UInt8, _ content: [UInt8]) -> String {
        ([1, type, 0, 1, 0, UInt8(content.count), 0, 0] + content).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0\(digits)" : digits
        }.joined()
    }

    private var parameters: String {
        var country = ""
        if case .header(let name) = policy.country {
            country =
                "    set-param GEOIP_COUNTRY_CODE %[req.hdr(\(name))] if { req.hdr_cnt(\(name)) eq 1 }\n"
        }
        return """
            fcgi-app distrib_\(id)
                docroot /
                set-param REQUEST_URI %[var(txn.target)]
            \(limit)
                set-param DISTRIB_ENDPOINT health if { path /distrib/health }
                set-param DISTRIB_ENDPOINT ready if { path /distrib/ready }
            \(country)
            """
    }

    private var limit: String {
        guard case .port = policy.component else {
            return "    set-param DISTRIB_LOCATION_LIMIT 16384"
        }
        return """
                # HAProxy before 2.6.14 crashes if the header of an answer comes in pieces, into which a network may cut
                # what is longer. So the component refuses it, with 414. A unix socket cuts nothing.
                set-param DISTRIB_LOCATION_LIMIT 7000
            """
    }

    private var application: String {
        guard case .http(let socket) = policy.application else { return "" }
        return """
            backend application_\(id) from distrib_\(id)
                http-request set-header Host \(site.name) unless { req.hdr(Host) -m found }
                http-request set-header X-Real-IP %[var(txn.client)]
                http-request set-header X-Forwarded-For %[var(txn.client)]
                http-request set-header X-Forwarded-Proto %[var(txn.scheme)]
                http-request del-header Forwarded

                # By 440, the application may hand back a session that has ended; the client then comes again without
                # its cookie.
                acl ended_session status 440
            \(again("ended_session"))
                http-response set-header Cache-Control no-store if ended_session
                http-response set-header Set-Cookie "\(site.sessionEnd)" if ended_session
                http-response set-status 307 reason "Temporary Redirect" if ended_session
                http-response set-var(txn.decision) var(txn.word)
                http-response set-header X-Distrib-Decision %[var(txn.word)] if { var(txn.word) -m found }
            \(remembered)    server application \(Self.address(socket))

            """
    }

    /// So that a session stays where it began.
    private var remembered: String {
        guard let plain = site.siteCookieText(isSecure: false),
            let secure = site.siteCookieText(isSecure: true)
        else { return "" }
        return """
                http-response add-header Set-Cookie "\(secure)" if { var(txn.word) -m found } { var(txn.scheme) -m str https }
                http-response add-header Set-Cookie "\(plain)" if { var(txn.word) -m found } !{ var(txn.scheme) -m str https }

            """
    }

    private static func address(_ socket: SocketText) -> String {
        switch socket {
        case .unix(let path): "unix@\(path)"
        case .port(let address): address
        }
    }
}
