/// A model of its own of what the component does to a target: a path is a list of segments, a query a list of
/// arguments, and those that are the component's own are taken out of the list.
struct ReferenceMarker {
    let isInQuery: Bool
    var name = "Distrib"

    /// A target as a list. Joined again it is what it was, except that a path of no segments is "/".
    private struct Lists {
        var path: [[UInt8]]
        /// Nil where there is no query.
        var query: [[UInt8]]?

        init(_ target: [UInt8]) {
            let parts = target.split(
                separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
            precondition(parts[0].first == UInt8(ascii: "/"))
            path = Lists.list(parts[0].dropFirst(), UInt8(ascii: "/"))
            query = parts.count == 1 ? nil : Lists.list(parts[1], UInt8(ascii: "&"))
        }

        private static func list(_ text: ArraySlice<UInt8>, _ separator: UInt8) -> [[UInt8]] {
            text.split(separator: separator, omittingEmptySubsequences: false).map(Array.init)
        }

        var joined: [UInt8] {
            let path = Array("/".utf8) + path.joined(separator: Array("/".utf8))
            guard let query else { return path }
            return path + Array("?".utf8) + query.joined(separator: Array("&".utf8))
        }
    }

    /// Whether a segment or an argument is the component's own.
    func isReserved(_ word: [UInt8]) -> Bool { body(of: word) != nil }

    /// What stands behind the name and "=".
    private func body(of word: [UInt8]) -> String? {
        guard word.count > name.utf8.count else { return nil }
        let text = String(decoding: word, as: UTF8.self).lowercased()
        for sign in ["=", "%3d"] where text.hasPrefix(name.lowercased() + sign) {
            return String(decoding: word.dropFirst((name + sign).utf8.count), as: UTF8.self)
        }
        return nil
    }

    /// - Parameter target: with a slash in front
    func deletingMarkers(from target: [UInt8]) -> [UInt8] {
        var lists = Lists(target)
        if isInQuery {
            lists.query?.removeAll(where: isReserved)
            if lists.query?.isEmpty == true { lists.query = nil }
        } else {
            lists.path.removeAll(where: isReserved)
        }
        return lists.joined
    }

    /// - Parameters:
    ///   - marker: what stands behind the name and "="
    ///   - clean: a target without markers
    func adding(_ marker: String, to clean: [UInt8]) -> [UInt8] {
        var lists = Lists(clean)
        let word = Array("\(name)=\(marker)".utf8)
        if isInQuery {
            lists.query = (lists.query ?? []) + [word]
        } else if lists.path.last == [] {
            lists.path.insert(word, at: lists.path.count - 1)
        } else {
            lists.path.append(word)
        }
        return lists.joined
    }

    /// What stands behind the name and "=" of the last marker.
    func marker(in target: [UInt8]) -> String? {
        let lists = Lists(target)
        return (isInQuery ? lists.query ?? [] : lists.path).compactMap(body).last
    }

    /// The Sites that a well-formed marker names.
    static func sites(of marker: String) -> [String] {
        let parts = marker.split(separator: "+").map(String.init)
        return Array(parts.prefix { !$0.hasPrefix("~") }.prefix(parts.count - 1))
    }

    /// The parts of the place in a well-formed marker, from the class with its "~" to the state; empty without one.
    static func place(of marker: String) -> [String] {
        let parts = marker.split(separator: "+").drop { !$0.hasPrefix("~") }.map(String.init)
        guard let state = parts.last else { return [] }
        return parts.dropLast() + [String(state.prefix(1))]
    }
}
