// The Site's file for HAProxy.

import Topology

/// `distrib-fcgi generate haproxy`.
package enum HAProxyFiles {
    package static func make(
        _ sites: [WebServerSite], provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        try sites.files(
            suffix: "cfg", faults: { $0.faultsBesideHTTP(of: "HAProxy") }, provenance
        ) { site, name, _ in
            HAProxySiteFile(site: site, file: name).text
        }
    }
}

struct HAProxySiteFile {
    let site: WebServerSite
    let file: String

    private var policy: WebServerPolicy { site.policy }

    var text: String {
        """
        #
        # One Site of the Pool behind HAProxy (tried with 2.6.12). It needs no other file.
        #
        #     cp \(file) /etc/haproxy/distrib/
        #     haproxy -c -f /etc/haproxy/haproxy.cfg -f /etc/haproxy/distrib
        #
        # and in /etc/default/haproxy: EXTRAOPTS="-f /etc/haproxy/distrib".\(certificate)
        #
        # HAProxy can't ask the component and then hand the same request to the application: a backend's answer
        # is final. So if a session is to start, the client is sent to come again by a 307, which keeps method and
        # body, with a pass in a cookie: a time, signed for its address and for the Host. Clients that keep no
        # cookies are sent round until they give up; they could not keep a session, either.
        #
        # Several Sites behind one HAProxy need addresses of their own (web_server: { listen: … }).
        #
        # A header of nearly 64 KiB or more is answered with 400 by HAProxy itself, before any rule; a shorter one that
        # is too long for the component, with 431.

        global
            # The key of the passes, made anew with each start.
            set-var proc.distrib_key uuid(),base64
            # A request to the component must fit. (With more, HAProxy 2.6 fails to pass bodies over FastCGI.)
            tune.bufsize 65536

        \(HAProxyFrontend(site: site).text)
        \(HAProxyBackends(site: site).text)
        """
    }

    private var certificate: String {
        guard let tls = policy.tls else { return "" }
        return """

            # HAProxy takes the key from a file beside the certificate:
            #
            #     ln -s \(tls.key) \(tls.certificate).key
            """
    }
}
