import Topology

extension [WebServerSite] {
    /// A file for each Site, named after it.
    /// - Parameters:
    ///   - faults: what is wrong with a Site for this web server, besides what is wrong for any
    ///   - text: what follows the head of the Site's file; its name is `fileName`
    func files(
        faults: (WebServerSite) -> [String] = { _ in [] }, _ provenance: Provenance,
        text: (WebServerSite) -> String
    ) throws(GenerationError) -> [TextFile] {
        // What is wrong with a Pool would be reported again for each of its Sites.
        let messages = flatMap { $0.faults + faults($0) }.uniqued()
        guard messages.isEmpty else { throw GenerationError(messages: messages) }
        return map { site in
            provenance.of(site.name).file(site.fileName, comment: "#", text(site))
        }
    }
}
