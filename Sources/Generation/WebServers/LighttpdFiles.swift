/// `distrib-fcgi generate lighttpd`.
package enum LighttpdFiles {
    package static func make(
        _ sites: [WebServerSite], provenance: Provenance
    ) throws(GenerationError) -> [TextFile] {
        throw GenerationError(messages: [
            "there are no generated files for lighttpd yet; see conf-examples/lighttpd"
        ])
    }
}
