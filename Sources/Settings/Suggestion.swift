/// "Did you mean": the nearest of the known words.
struct Suggestions {
    /// Comparisons left: a file with very many mistakes and names gets no more suggestions at some
    /// point, instead of being checked for minutes.
    private var budget = 200_000

    /// The candidate with the fewest edits, at most two and less than half of the word; the first of
    /// several. For a lone label, also the name that begins with it.
    mutating func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased().utf8)
        var nearest: String?
        var fewest = min(2, (letters.count - 1) / 2) + 1
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
}

/// Levenshtein's: insertions, deletions and replacements.
enum EditDistance {
    /// Nil where it is `limit` or more.
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
