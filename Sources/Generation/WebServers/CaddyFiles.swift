/// `distrib-fcgi generate caddy`.
package enum CaddyFiles {
    package static func make(
        _ sites: [WebServerSite], provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        throw GenerationError(messages: [
            "there are no generated files for Caddy yet; see conf-examples/caddy"
        ])
    }
}
