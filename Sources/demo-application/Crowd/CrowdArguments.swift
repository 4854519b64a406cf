extension Crowd.Options {
    static let usage = """
        usage: demo-application crowd http://app.localhost:PORT/ [--visitors N] [--arrival SECONDS] [--patience SECONDS]
        Lets visitors come to the demonstration within a few seconds (300 in 5 s), and waits until each has a session
        (180 s at most).
        """

    /// - Parameter words: behind `crowd`
    init(_ words: some Sequence<String>) throws(Arguments.Mistake) {
        var rest = Array(words)[...]
        let text = rest.popFirst() ?? ""
        guard let address = WebAddress(text) else { throw .noAddressHere(text) }
        self.init(address: address)
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw .noValue(option) }
            switch option {
            case "--visitors": visitors = try Self.number(value, option, 1...2000)
            case "--arrival": arrival = try Self.number(value, option, 0...60)
            case "--patience": patience = try Self.number(value, option, 1...600)
            default: throw .unknown(option)
            }
        }
    }

    private static func number(
        _ text: String, _ option: String, _ range: ClosedRange<Int>
    ) throws(Arguments.Mistake) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw .outOfRange(option, text, range)
        }
        return number
    }
}
