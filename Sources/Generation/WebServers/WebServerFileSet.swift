extension [WebServerSite] {
    /// A file for each Site, named after it.
    /// - Parameters:
    ///   - suffix: what follows the Site's Name
    ///   - comment: what begins a comment
    ///   - faults: what is wrong with a Site for this web server, besides what is wrong for any
    ///   - text: what follows the head of a file, which knows its name, and whether it is the first one
    func files(
        suffix: String, comment: String = "#", faults: (WebServerSite) -> [String],
        _ provenance: Provenance,
        text: (_ site: WebServerSite, _ name: String, _ isFirst: Bool) -> String
    ) throws(GenerationError) -> [TextFile] {
        let messages = flatMap { $0.faults + faults($0) }.uniqued()
        guard messages.isEmpty else { throw GenerationError(messages: messages) }
        return enumerated().map { number, site in
            let name = "\(site.fileName.dropLast("conf".count))\(suffix)"
            return provenance.of(site.name).file(
                name, comment: comment, text(site, name, number == 0))
        }
    }
}
