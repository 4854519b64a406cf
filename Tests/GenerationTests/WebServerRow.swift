import Generation
import Testing

/// What a setting makes of a web server's files.
struct WebServerRow: CustomTestStringConvertible, Sendable {
    let label: String
    let change: @Sendable (inout WebServerSite) -> Void
    let fragments: [String]
    var testDescription: String { label }

    init(
        _ label: String, _ change: @escaping @Sendable (inout WebServerSite) -> Void,
        _ fragments: String...
    ) {
        self.label = label
        self.change = change
        self.fragments = fragments
    }
}

/// The files of Boston for one web server.
struct SiteFileMaker: Sendable {
    /// Of the files that each Site has.
    let suffixes: [String]
    let make: @Sendable ([WebServerSite], Provenance) throws(GenerationError) -> [TextFile]

    func text(_ change: (inout WebServerSite) -> Void = { _ in }) throws -> String {
        var site = try Sites.boston()
        change(&site)
        let files = try make([site], Pools.provenance)
        #expect(files.map(\.name) == suffixes.map { "boston.app.com.\($0)" })
        return files.map(\.text).joined()
    }

    func expectLines(of row: WebServerRow) throws {
        let text = try text(row.change)
        for fragment in row.fragments { #expect(text.contains(fragment), "\(fragment)") }
    }

    /// The texts of two Sites of a Pool behind one web server, in the order of their files.
    func textsOfTwo() throws -> [String] {
        let pool = try Pools.threeSites().pool
        let sites = [0, 1].map { Sites.site($0, of: pool) }
        return try make(sites, Pools.provenance).map(\.text)
    }

    /// What prevents files for an application behind FastCGI.
    func faultsOfFastCGI() throws -> [String] {
        let error = #expect(throws: GenerationError.self) {
            try text { $0.policy.application = .fastCGI(.unix("/run/php.sock"), root: "/var/www") }
        }
        return error?.messages ?? []
    }
}
