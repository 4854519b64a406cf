/// Prometheus's text format, version 0.0.4: families of samples, each with its help and type in front.
struct PrometheusText {
    static let contentType: StaticString = "text/plain; version=0.0.4; charset=utf-8"

    enum Kind: String {
        case counter, gauge, histogram
    }

    typealias Labels = KeyValuePairs<String, String>

    private(set) var text = ""
    private var family = ""

    /// Begins the family whose samples follow.
    mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        family = name
        text += "# HELP \(name) \(escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// Adds a sample to the family that has begun.
    /// - Parameter suffix: what the name of the sample has behind that of the family
    mutating func add(_ value: Double, _ labels: Labels = [:], suffix: String = "") {
        let pairs = labels.map { "\($0.key)=\"\(escaped($0.value, quoted: true))\"" }
        let all = pairs.isEmpty ? "" : "{" + pairs.joined(separator: ",") + "}"
        text += "\(family)\(suffix)\(all) \(PrometheusText.number(value))\n"
    }

    mutating func add(_ value: Int, _ labels: Labels = [:], suffix: String = "") {
        add(Double(value), labels, suffix: suffix)
    }

    /// A family of one sample without labels.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double?) {
        guard let value else { return }
        begin(name, kind, help)
        add(value)
    }

    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Int?) {
        add(name, kind, help, value.map(Double.init))
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if let whole = Int64(exactly: value) { return "\(whole)" }
        return "\(value)"
    }

    private func escaped(_ text: String, quoted: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quoted: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
