extension [WebServerSite] {
    /// A file for each Site, named after it.
    /// - Parameters:
    ///   - suffix: what follows the Site's Name
    ///   - comment: what begins a comment
    ///   - faults: what is wrong with a Site for this web server, besides what is wrong for any
    ///   - text: what follows the head of a file, which knows its name, and whether it is the first one
    func files(
        suffix: String = "conf", comment: String = "#",
        faults: (WebServerSite) -> [String] = { _ in [] },
        _ provenance: Provenance,
        text: (_ site: WebServerSite, _ name: String, _ isFirst: Bool) -> String
    ) throws(GenerationError) -> [TextFile] {
        // What is wrong with a Pool would be reported again for each of its Sites.
        let messages = flatMap { $0.faults + faults($0) }.uniqued()
        guard messages.isEmpty else { throw GenerationError(messages: messages) }
        return withTheirNames.enumerated().map { number, site in
            let name = "\(site.fileName.dropLast("conf".count))\(suffix)"
            return provenance.of(site.name).file(
                name, comment: comment, text(site, name, number == 0))
        }
    }

    /// Behind one web server, a name leads to one Site: a Site Name to that one, and any other to the first Site that
    /// has it.
    private var withTheirNames: [WebServerSite] {
        let siteNames = Set(flatMap(\.siteNameAndBelow))
        var taken: Set<String> = []
        return map { site in
            var site = site
            site.namesElsewhere = siteNames.union(taken).subtracting(site.siteNameAndBelow)
            taken.formUnion(site.ownNames)
            return site
        }
    }
}

extension WebServerSite {
    fileprivate var siteNameAndBelow: [String] { [name.dnsName, "*.\(name.dnsName)"] }
}
