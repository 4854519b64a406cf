/// Names with letters beyond ASCII, as DNS has them: each such label in Punycode (RFC 3492), behind `xn--`.
enum Punycode {
    /// The name in its ASCII form. Nil if it has characters beyond ASCII that are more than plain small letters:
    /// marks, ligatures and the like would need the tables of IDNA (UTS 46) first.
    static func asciiName(_ text: String) -> String? {
        let labels = text.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        var result: [String] = []
        for label in labels {
            let scalars = Array(label.unicodeScalars)
            guard scalars.contains(where: { !$0.isASCII }) else {
                result.append(String(label))
                continue
            }
            guard scalars.allSatisfy({ $0.isASCII || isPlainLetter($0) }),
                let encoded = encode(scalars.map(\.value))
            else { return nil }
            result.append("xn--\(encoded)")
        }
        return result.joined(separator: ".")
    }

    private static func isPlainLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter: !scalar.properties.changesWhenNFKCCaseFolded
        default: false
        }
    }

    // RFC 3492, section 5.
    private static let base = 36
    private static let smallest = 1
    private static let largest = 26

    /// Section 6.3; nil if the label is too long for DNS in any case.
    private static func encode(_ scalars: [UInt32]) -> String? {
        guard scalars.count <= 63 else { return nil }
        let basic = scalars.filter { $0 < 0x80 }
        var output = basic.map { Character(Unicode.Scalar(UInt8($0))) }
        if !basic.isEmpty { output.append("-") }
        var (next, delta, bias) = (UInt32(0x80), 0, 72)
        var handled = basic.count
        while handled < scalars.count, let smallest = scalars.filter({ $0 >= next }).min() {
            delta += Int(smallest - next) * (handled + 1)
            next = smallest
            for scalar in scalars {
                if scalar < next { delta += 1 }
                guard scalar == next else { continue }
                output += digits(of: delta, bias: bias)
                bias = adapted(delta, count: handled + 1, isFirst: handled == basic.count)
                delta = 0
                handled += 1
            }
            delta += 1
            next += 1
        }
        return String(output)
    }

    private static func digits(of delta: Int, bias: Int) -> [Character] {
        var digits: [Character] = []
        var (rest, position) = (delta, base)
        while true {
            let threshold = min(max(position - bias, smallest), largest)
            guard rest >= threshold else { return digits + [digit(rest)] }
            digits.append(digit(threshold + (rest - threshold) % (base - threshold)))
            rest = (rest - threshold) / (base - threshold)
            position += base
        }
    }

    private static func digit(_ value: Int) -> Character {
        let first = value < 26 ? UInt8(ascii: "a") : UInt8(ascii: "0") - 26
        return Character(Unicode.Scalar(first + UInt8(value)))
    }

    /// Section 6.1.
    private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var rest = isFirst ? delta / 700 : delta / 2
        rest += rest / count
        var steps = 0
        while rest > (base - smallest) * largest / 2 {
            rest /= base - smallest
            steps += base
        }
        return steps + (base - smallest + 1) * rest / (rest + 38)
    }
}
