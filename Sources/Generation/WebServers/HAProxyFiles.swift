/// `distrib-fcgi generate haproxy`.
package enum HAProxyFiles {
    package static func make(
        _ sites: [WebServerSite], provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        throw GenerationError(messages: [
            "there are no generated files for HAProxy yet; see conf-examples/haproxy"
        ])
    }
}
