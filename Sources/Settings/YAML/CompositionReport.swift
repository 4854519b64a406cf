/// Explains why a file could not be read as YAML: the place of the mistake, and what to do.
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
            "not YAML: \(error.problem)\(context)\(hint(for: error))", at: error.mark)
    }

    private typealias Cause = (mark: Mark, message: String)

    /// The mistake where it was made, if libyaml notices it only later in the file.
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
        case ("did not find expected key", _):
            // If the first key of a mapping lacks its colon, the line is read as a value, and libyaml stops
            // at the second key.
            guard let line = source.lineWithText(before: error.mark.line) else { return nil }
            let above = source.rest(line: line, column: 1)
            guard SourceText.startOfText(above) == error.mark.column,
                SourceText.startOfValue(above) == nil
            else { return nil }
            let mark = Mark(line: line, column: error.mark.column)
            return (mark, CompositionReport.missingColon)
        default: return nil
        }
    }

    private static let missingColon =
        "could not find expected ':'; write \"key: value\", with a space after the colon"

    /// A colon where no key can end: within a value, or in a line that libyaml reads as a continuation
    /// of the line above.
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

    private func hint(for error: SyntaxError) -> String {
        let hint = hint(at: error.mark)
        guard hint.isEmpty, error.context?.text.contains("block") == true else { return hint }
        let before = source.rest(line: error.mark.line, column: 1).prefix(error.mark.column - 1)
        return switch error.problem {
        case "did not find expected key", "did not find expected '-' indicator":
            before.allSatisfy { $0 == " " || $0 == "-" }
                ? "; indent this line like those that it belongs beside"
                : "; put quotes around the whole value"
        default: ""
        }
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
