import Distribution

/// A model of its own of a target without markers: a path is a list of segments, a query a list of arguments, and
/// those that are the component's own are taken out of the list.
struct CleanModel {
    /// As it is written into a Location.
    let written: [UInt8]

    /// - Parameters:
    ///   - path: may lack its first slash
    ///   - query: nil where there is none
    init(path: [UInt8], query: [UInt8]?, _ placement: MarkerPolicy.Placement) {
        let slash = UInt8(ascii: "/")
        let ampersand = UInt8(ascii: "&")
        var segments = CleanModel.list(path.first == slash ? Array(path.dropFirst()) : path, slash)
        var arguments = query.map { CleanModel.list($0, ampersand) }
        switch placement {
        case .path:
            segments.removeAll(where: CleanModel.isReserved)
        case .query:
            arguments?.removeAll(where: CleanModel.isReserved)
            if arguments?.isEmpty == true { arguments = nil }
        }
        var target = [slash] + segments.joined(separator: [slash]).flatMap(CleanModel.encoded)
        if let arguments {
            let text = arguments.joined(separator: [ampersand])
            target += [UInt8(ascii: "?")] + text.flatMap(CleanModel.encoded)
        }
        written = target
    }

    private static func list(_ text: [UInt8], _ separator: UInt8) -> [[UInt8]] {
        text.split(separator: separator, omittingEmptySubsequences: false).map(Array.init)
    }

    private static func isReserved(_ word: [UInt8]) -> Bool {
        let word = word.map(lowerCase)
        return word.starts(with: Array("distrib=".utf8))
            || word.starts(with: Array("distrib%3d".utf8))
    }

    private static func encoded(_ byte: UInt8) -> [UInt8] {
        guard !TargetProperty.uriBytes[Int(byte)] else { return [byte] }
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
