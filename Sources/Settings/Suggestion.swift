/// "Did you mean": the nearest of a few words; nil if none is near.
package func nearestWord(to word: String, among words: [String]) -> String? {
    var suggestions = Suggestions()
    return suggestions.nearest(to: word, among: words)
}

/// "Did you mean": the nearest of the known words.
struct Suggestions {
    /// How many comparisons are left. Beyond a certain number of mistakes and names, a file gets no more
    /// suggestions, instead of being checked for minutes.
    private var budget = 200_000

    /// The candidate with the fewest edits, at most two and fewer than half of the letters; the first
    /// of several. For a single label, also the name that begins with it.
    mutating func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        guard word.utf8.count <= Suggestions.longestText else { return nil }
        let letters = Array(word.lowercased().utf8)
        var nearest: String?
        var fewest = Suggestions.edits(letters) + 1
        for candidate in candidates {
            guard budget > 0 else { return nil }
            budget -= 1
            let distance = EditDistance.between(
                letters, Array(candidate.lowercased().utf8), under: fewest)
            if let distance {
                nearest = candidate
                fewest = distance
            } else if nearest == nil, !letters.isEmpty, candidate.hasPrefix("\(word).") {
                nearest = candidate
            }
        }
        return nearest
    }

    /// The candidate that a malformed text seems to mean: the nearest one, or one that it contains, as
    /// a URL contains a name.
    mutating func meant(by text: String, among candidates: some Sequence<String>) -> String? {
        if let nearest = nearest(to: text, among: candidates) { return nearest }
        guard text.utf8.count <= Suggestions.longestText else { return nil }
        let letters = Array(text.lowercased().utf8)
        for candidate in candidates {
            guard budget > 0 else { return nil }
            budget -= 1
            if holds(Array(candidate.utf8), in: letters) { return candidate }
        }
        return nil
    }

    /// Whether one of the malformed texts seems to mean the name.
    mutating func isMeant(_ name: String, by texts: some Sequence<String>) -> Bool {
        let letters = Array(name.utf8)
        for text in texts {
            guard budget > 0 else { return false }
            budget -= 1
            guard text.utf8.count <= Suggestions.longestText else { continue }
            let other = Array(text.lowercased().utf8)
            let limit = Suggestions.edits(other) + 1
            if EditDistance.between(letters, other, under: limit) != nil { return true }
            if holds(letters, in: other) { return true }
        }
        return false
    }

    private static func edits(_ letters: [UInt8]) -> Int { min(2, (letters.count - 1) / 2) }

    /// The most bytes of a text that is compared: the longest name with a scheme, a user and some path.
    private static let longestText = 512

    private func holds(_ name: [UInt8], in text: [UInt8]) -> Bool {
        guard text.count >= name.count else { return false }
        return (0...(text.count - name.count)).contains { start in
            text[start..<(start + name.count)].elementsEqual(name)
        }
    }
}

/// The Levenshtein distance: how many insertions, deletions and replacements make one text another.
enum EditDistance {
    /// The number of edits; nil where it is `limit` or more.
    static func between(_ one: [UInt8], _ other: [UInt8], under limit: Int) -> Int? {
        guard abs(one.count - other.count) < limit else { return nil }
        var row = Array(0...other.count)
        for (index, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            var smallest = row[0]
            for place in other.indices {
                let replaced = diagonal + (letter == other[place] ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(replaced, row[place] + 1, diagonal + 1)
                smallest = min(smallest, row[place + 1])
            }
            if smallest >= limit { return nil }
        }
        return row[other.count] < limit ? row[other.count] : nil
    }
}
