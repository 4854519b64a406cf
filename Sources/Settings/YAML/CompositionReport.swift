/// Why a file could not be read as YAML, at the place where it went wrong, and what to do.
struct CompositionReport {
    let source: SourceText

    func finding(_ error: CompositionError) -> Finding {
        switch error {
        case .syntax(let error): return finding(error)
        case .undefinedAlias(let mark):
            return source.finding("not YAML: found undefined alias\(hint(at: mark))", at: mark)
        case .aliasOfItself(let mark):
            return source.finding("the alias stands within the value that it stands for", at: mark)
        case .tooDeep(let mark):
            return source.finding("the file is nested too deeply", at: mark)
        case .tooMany(let limit, let mark):
            return source.finding(
                "the file holds too many values: more than \(limit), "
                    + "with those that aliases stand for", at: mark)
        }
    }

    private func finding(_ error: SyntaxError) -> Finding {
        if let cause = cause(of: error) {
            return source.finding("not YAML: \(cause.message)", at: cause.mark)
        }
        let context = error.context.map { " \($0.text) (line \($0.mark.line))" } ?? ""
        return source.finding(
            "not YAML: \(error.problem)\(context)\(hint(at: error.mark))", at: error.mark)
    }

    private typealias Cause = (mark: Mark, message: String)

    /// The mistake at its own place, where libyaml notices it further on.
    private func cause(of error: SyntaxError) -> Cause? {
        let problem = error.problem
        switch (problem, error.context) {
        case ("could not find expected ':'", let context?):
            return (context.mark, CompositionReport.missingColon)
        case ("found unexpected end of stream", let context?)
        where context.text == "while scanning a quoted scalar":
            return (context.mark, "\(problem) \(context.text); the quote here is not closed")
        case ("found unexpected ':'", let context?):
            return (context.mark, "\(problem) \(context.text); put quotes around the value")
        case ("mapping values are not allowed in this context", _):
            return causeOfColon(at: error.mark, problem)
        default: return nil
        }
    }

    private static let missingColon =
        "could not find expected ':'; a key, a colon and a space stand before a value"

    /// A colon where no key can end: in a value, or in a line that libyaml takes for more of the value
    /// or the key in the line above it.
    private func causeOfColon(at mark: Mark, _ problem: String) -> Cause {
        let before = source.rest(line: mark.line, column: 1).prefix(mark.column - 1)
        if let value = SourceText.startOfValue(before) {
            let mark = Mark(line: mark.line, column: value)
            return (mark, "\(problem); put quotes around a value with a colon in it")
        }
        let key = Mark(line: mark.line, column: SourceText.startOfText(before))
        guard let line = source.lineWithText(before: mark.line) else { return (key, problem) }
        let above = source.rest(line: line, column: 1)
        if SourceText.startOfValue(above) != nil {
            return (
                key,
                "\(problem); this line is indented further than line \(line), which has a "
                    + "value already"
            )
        }
        let mark = Mark(line: line, column: SourceText.startOfText(above))
        return (mark, CompositionReport.missingColon)
    }

    private func hint(at mark: Mark) -> String {
        let rest = source.rest(line: mark.line, column: max(1, mark.column - 1))
        let (before, there) =
            mark.column > 1 ? (rest.first, rest.dropFirst().first) : (nil, rest.first)
        return switch (before, there) {
        case (_, "\t"): "; indent with spaces, not tabs"
        case (_, "@"), (_, "`"), (_, "%"): "; put quotes around the value"
        case (_, ":") where rest.dropFirst(before == nil ? 1 : 2).first != " ":
            "; put quotes around the value"
        case ("*", _), (_, "*"): "; put quotes around a value that begins with a star"
        case (_, "!"): "; put quotes around a value that begins with an exclamation mark"
        default: ""
        }
    }
}
