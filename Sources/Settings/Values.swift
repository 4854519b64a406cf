// Single values and lists of them. A value that can't be read is reported, and nil is returned.

extension Reading {
    func text(_ node: Node, _ title: String) -> String? {
        if let text = node.plainText { return text }
        let hint =
            source.isMappingWithoutBraces(node)
            ? "; if it is a text with a colon, put quotes around it" : ""
        error("\(title) must be a single value, not \(node.kind)\(hint)", at: node)
        return nil
    }

    /// A text that needs no quotes in the configuration that is generated for any program.
    func word(_ node: Node, _ title: String) -> String? {
        guard let text = text(node, title) else { return nil }
        let isWord = text.utf8.allSatisfy { isURIByte($0) && !"();'$%&?*!".utf8.contains($0) }
        if isWord, !text.isEmpty { return text }
        error(
            "\(title) must be one word of letters, digits and \"./_-:\", "
                + "not \(Quoting.quoted(text))", at: node)
        return nil
    }

    /// A list, or a single value in place of a list of one.
    func oneOrMore(_ node: Node, _ title: String) -> [Node] {
        switch node.content {
        case .sequence(let nodes):
            if nodes.isEmpty { error("\(title) needs at least one value", at: node) }
            return nodes
        case .scalar where !node.isNothing:
            return [node]
        case .scalar, .mapping:
            error("\(title) must be a single value or a list, not \(node.kind)", at: node)
            return []
        }
    }

    func integer(_ node: Node, _ title: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(node, title) else { return nil }
        if let value = Int(text), range.contains(value) { return value }
        error(
            "\(title) must be a whole number from \(range.lowerBound) to \(range.upperBound), "
                + "not \(Quoting.quoted(text))", at: node)
        return nil
    }

    /// A decimal number greater than zero.
    func positive(_ node: Node, _ title: String) -> Double? {
        guard let text = text(node, title) else { return nil }
        let isDecimal =
            text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        if isDecimal, let value = Double(text), value > 0, value <= 1e9 { return value }
        error(
            "\(title) must be a number over 0, such as 1.5, not \(Quoting.quoted(text))", at: node)
        return nil
    }

    func flag(_ node: Node, _ title: String) -> Bool? {
        guard let text = text(node, title) else { return nil }
        switch text.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            error("\(title) must be true or false, not \(Quoting.quoted(text))", at: node)
            return nil
        }
    }

    func choice<Value: RawRepresentable<String>>(
        _ node: Node, _ title: String, among values: [Value]
    ) -> Value? {
        guard let text = text(node, title) else { return nil }
        if let value = values.first(where: { $0.rawValue == text }) { return value }
        let words = values.map(\.rawValue)
        error(
            "\(title) must be \(words.joined(separator: " or ")), not \(Quoting.quoted(text))"
                + suggestion(for: text, among: words), at: node)
        return nil
    }

    func seconds(_ node: Node, _ title: String, atLeast fewest: Int64) -> Int64? {
        guard let milliseconds = duration(node, title) else { return nil }
        if milliseconds % 1000 == 0, milliseconds / 1000 >= fewest { return milliseconds / 1000 }
        error("\(title) must be whole seconds, at least \(fewest)s", at: node)
        return nil
    }

    func milliseconds(_ node: Node, _ title: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let milliseconds = duration(node, title) else { return nil }
        if range.contains(milliseconds) { return milliseconds }
        error(
            "\(title) must be from \(DurationText.text(range.lowerBound)) "
                + "to \(DurationText.text(range.upperBound))", at: node)
        return nil
    }

    /// In milliseconds.
    private func duration(_ node: Node, _ title: String) -> Int64? {
        guard let text = text(node, title) else { return nil }
        switch DurationText.milliseconds(text) {
        case .success(let milliseconds): return milliseconds
        case .failure(let failure):
            error("\(title): \(failure.description(of: text))", at: node)
            return nil
        }
    }
}
