extension [String] {
    /// For a regular expression, without parentheses around them.
    var alternatives: String {
        map(\.escapedForRegularExpression).joined(separator: "|")
    }
}

extension String {
    var escapedForRegularExpression: String {
        reduce(into: "") { text, character in
            if "\\^$.|?*+()[]{}".contains(character) { text += "\\" }
            text.append(character)
        }
    }
}
