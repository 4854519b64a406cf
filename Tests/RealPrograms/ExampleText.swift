extension String {
    /// An example file with a test's own paths in it: each of `pairs` must stand there exactly once, so
    /// that a test can't go on with what an example no longer says.
    package func with(_ pairs: [(String, String)]) throws -> String {
        var text = self
        for (old, new) in pairs {
            let parts = text.split(separator: old, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw Mishap("the example has “\(old)” \(parts.count - 1) times")
            }
            text = parts.joined(separator: new)
        }
        return text
    }
}
