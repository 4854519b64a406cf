import CGI
import Fields

/// How long an address in the header of an answer may be. Encoding makes an address up to three times as long
/// as the client wrote it, and a web server whose buffer is too small for it takes the component for dead.
enum LocationLimit {
    /// In bytes, where the web server says nothing.
    private static let usual = 16_384
    /// Every web server takes that much; a lower limit counts as this one.
    private static let least = 1024

    static func allows(_ count: Int, _ variables: CGIVariables) -> Bool {
        count <= least || count <= limit(variables)
    }

    private static func limit(_ variables: CGIVariables) -> Int {
        guard let text = variables.value(of: .distribLocationLimit),
            (1...9).contains(text.count)
        else { return usual }
        var limit = 0
        for index in text.indices {
            guard ASCII.isDigit(text[index]) else { return usual }
            limit = limit * 10 + Int(text[index] - UInt8(ascii: "0"))
        }
        return limit
    }
}
