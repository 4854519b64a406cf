package import Topology

extension Configuration {
    /// Which Site this process is, for each Pool in order: by the command line, else by the file,
    /// else by the environment. Nil for a Pool that is not served here.
    /// - Parameters:
    ///   - commandLine: each value of `--site`
    ///   - environment: `DISTRIB_SITE`; several names are separated by commas
    /// - Returns: at least one Site.
    /// - Throws: unknown and malformed names, two Sites of one Pool, no Site at all.
    package func chosenSites(
        commandLine: [String], environment: String?
    ) throws(Report) -> [Site.ID?] {
        if !commandLine.isEmpty { return try choose(commandLine, from: "--site") }
        if !sites.isEmpty { return try choose(sites.map(\.description), from: "site:") }
        let names = (environment ?? "").split(separator: ",").map { name in
            String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        guard names.contains(where: { !$0.isEmpty }) else { throw Report([noSite]) }
        return try choose(names.filter { !$0.isEmpty }, from: "DISTRIB_SITE")
    }

    /// The Sites for which files are to be made: those of the command line, which may be of the same Pool; else
    /// those that this process is, by the file or the environment.
    /// - Parameters: as for `chosenSites`
    /// - Returns: at least one Site, each of them once, with the index of its Pool.
    /// - Throws: unknown and malformed names, no Site at all.
    package func sitesForFiles(
        commandLine: [String], environment: String?
    ) throws(Report) -> [(pool: Int, site: Site.ID)] {
        guard !commandLine.isEmpty else {
            let chosen = try chosenSites(commandLine: [], environment: environment)
            return chosen.enumerated().compactMap { pool, site in site.map { (pool, $0) } }
        }
        let places = sitePlaces
        var sites: [(pool: Int, site: Site.ID)] = []
        var findings: [Finding] = []
        for text in commandLine {
            guard let name = parse(text, from: "--site", &findings) else { continue }
            guard let place = places[name] else {
                findings.append(finding(unknown(text, from: "--site")))
                continue
            }
            if !sites.contains(where: { $0 == place }) { sites.append(place) }
        }
        guard findings.isEmpty else { throw Report(findings) }
        return sites
    }

    private var sitePlaces: [HostName: (pool: Int, site: Site.ID)] {
        var places: [HostName: (pool: Int, site: Site.ID)] = [:]
        for (pool, configuration) in pools.enumerated() {
            for (site, value) in configuration.pool.sites.enumerated() {
                places[value.name] = (pool, Site.ID(site))
            }
        }
        return places
    }

    private func choose(_ names: [String], from origin: String) throws(Report) -> [Site.ID?] {
        let places = sitePlaces
        var chosen: [Site.ID?] = Array(repeating: nil, count: pools.count)
        var findings: [Finding] = []
        for text in names {
            guard let name = parse(text, from: origin, &findings) else { continue }
            guard let place = places[name] else {
                findings.append(finding(unknown(text, from: origin)))
                continue
            }
            if let other = chosen[place.pool], other != place.site {
                let pool = pools[place.pool].pool
                findings.append(
                    finding(
                        "\(origin) names two Sites of the pool \(pool.name), \(pool[other].name) "
                            + "and \(name); a process can be only one Site of each pool"))
            }
            chosen[place.pool] = place.site
        }
        guard findings.isEmpty else { throw Report(findings) }
        return chosen
    }

    private func parse(
        _ text: String, from origin: String, _ findings: inout [Finding]
    ) -> HostName? {
        do {
            return try HostName(text)
        } catch {
            findings.append(finding("\(origin) \(Quoting.quoted(text)): \(error)"))
            return nil
        }
    }

    private func unknown(_ text: String, from origin: String) -> String {
        var suggestions = Suggestions()
        let hint =
            suggestions.nearest(to: text, among: siteNames).map {
                "did you mean \(Quoting.quoted($0))?"
            }
            ?? "the Sites are \(Quoting.list(siteNames))"
        return "\(origin) \(Quoting.quoted(text)) is not a Site of any pool; \(hint)"
    }

    private var noSite: Finding {
        finding(
            "nothing says which Site this is: give --site NAME, \"site: NAME\" in the file, "
                + "or DISTRIB_SITE=NAME in the environment; the Sites are \(Quoting.list(siteNames))"
        )
    }

    private var siteNames: [String] {
        pools.flatMap { $0.pool.sites.map(\.name.description) }
    }

    private func finding(_ message: String) -> Finding { Finding(file: file, message: message) }
}
