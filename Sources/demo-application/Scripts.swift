import SystemCalls

/// What browsers need beyond pages: the files of conf-examples/browser, at the root of the application.
struct Scripts {
    private static let names = ["distrib-page.js", "distrib-fetch.js", "distrib-retry.js"]

    private var contents: [String: [UInt8]] = [:]

    init(directory: String) throws(Arguments.Mistake) {
        for name in Self.names {
            let path = "\(directory)/\(name)"
            do {
                contents["/\(name)"] = try SmallFile.read(at: path, limit: 1 << 20).bytes
            } catch {
                throw .unreadable(path, error)
            }
        }
    }

    func answer(_ path: String) -> Answer? {
        contents[path].map {
            Answer(fields: [("Cache-Control", "no-cache")], type: "text/javascript", body: $0)
        }
    }
}
