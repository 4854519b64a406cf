// Pages with placeholders. A placeholder may stand in text, in an attribute in quotes of either kind, and in a
// string of a script; whatever the client wrote cannot end any of these.

import Fields

/// A page that was cut into its pieces once, before any request.
struct PageTemplate: Sendable {
    typealias Value = PageKind.Value
    typealias Section = PageKind.Section

    enum Piece {
        case text(Range<Int>)
        case value(Value, inScript: Bool)
        /// What follows, up to the piece at `end`, stands only where the answer has the section, or has it not.
        case section(Section, isInverted: Bool, end: Int)
    }

    let bytes: [UInt8]
    private let kind: PageKind
    private(set) var pieces: [Piece] = []
    /// What is wrong with it, in its order.
    private(set) var faults: [PlaceholderFault] = []

    init(_ bytes: [UInt8], of kind: PageKind) {
        self.bytes = bytes
        self.kind = kind
        var isInScript = false
        var open: [OpenSection] = []
        var start = 0
        var next = 0
        while next < bytes.count {
            if bytes[next] == UInt8(ascii: "<") {
                if begins("<script", at: next) { isInScript = true }
                if begins("</script", at: next) { isInScript = false }
            }
            guard let text = placeholder(at: next) else {
                next += 1
                continue
            }
            addText(start..<next)
            let name = String(decoding: bytes[text], as: UTF8.self)
            if !add(name, isInScript, next, &open) {
                faults.append(.unknown(name, offset: next))
                addText(next..<text.upperBound + 2)
            }
            next = text.upperBound + 2
            start = next
        }
        addText(start..<bytes.count)
        faults += open.map { .notClosed($0.section.rawValue, offset: $0.offset) }
        while let section = open.popLast() { close(section) }
        if !hasValue(.retryURL) { faults.append(.missing(Value.retryURL.rawValue)) }
    }

    private struct OpenSection {
        let section: Section
        let isInverted: Bool
        /// Of its first byte.
        let offset: Int
        /// Of its piece.
        let index: Int
    }

    private mutating func addText(_ range: Range<Int>) {
        if !range.isEmpty { pieces.append(.text(range)) }
    }

    private mutating func close(_ open: OpenSection) {
        pieces[open.index] = .section(
            open.section, isInverted: open.isInverted, end: pieces.count)
    }

    /// - Returns: false if there is no such placeholder here.
    private mutating func add(
        _ name: String, _ isInScript: Bool, _ offset: Int, _ open: inout [OpenSection]
    ) -> Bool {
        switch name.utf8.first {
        case UInt8(ascii: "#"), UInt8(ascii: "^"):
            guard let section = Section(rawValue: String(name.dropFirst())),
                kind.sections.contains(section)
            else { return false }
            let isInverted = name.utf8.first == UInt8(ascii: "^")
            open.append(
                OpenSection(
                    section: section, isInverted: isInverted, offset: offset, index: pieces.count))
            pieces.append(.section(section, isInverted: isInverted, end: 0))
        case UInt8(ascii: "/"):
            guard let section = Section(rawValue: String(name.dropFirst())),
                let last = open.last, last.section == section
            else { return false }
            open.removeLast()
            close(last)
        default:
            guard let value = Value(rawValue: name), kind.values.contains(value) else {
                return false
            }
            pieces.append(.value(value, inScript: isInScript))
        }
        return true
    }

    /// Where the text between the braces stands, if a placeholder begins here. Braces around anything but a word
    /// are a script's or a style sheet's.
    private func placeholder(at start: Int) -> Range<Int>? {
        guard start + 1 < bytes.count, bytes[start] == PageTemplate.brace,
            bytes[start + 1] == PageTemplate.brace
        else { return nil }
        var end = start + 2
        while end < bytes.count, end - start < 64, PageTemplate.isOfPlaceholder(bytes[end]) {
            end += 1
        }
        guard end > start + 2, end + 1 < bytes.count, bytes[end] == UInt8(ascii: "}"),
            bytes[end + 1] == UInt8(ascii: "}")
        else { return nil }
        return start + 2..<end
    }

    private static let brace = UInt8(ascii: "{")

    private static func isOfPlaceholder(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || " _-.#^/".utf8.contains(byte)
    }

    private func begins(_ tag: StaticString, at start: Int) -> Bool {
        guard start + tag.utf8CodeUnitCount <= bytes.count else { return false }
        return bytes.span.extracting(start..<start + tag.utf8CodeUnitCount)
            .equalsIgnoringCase(lowerCased: tag)
    }

    func hasValue(_ value: Value) -> Bool {
        pieces.contains { if case .value(value, _) = $0 { true } else { false } }
    }

    /// What `<html lang="…">` says; nil where it says nothing, or has a placeholder there.
    var statedLanguage: [UInt8]? {
        guard let element = bytes.indices.first(where: { begins("<html", at: $0) }),
            let end = bytes[element...].firstIndex(of: UInt8(ascii: ">")),
            let attribute = (element..<end).first(where: { begins(" lang=", at: $0) })
        else { return nil }
        let value = bytes[(attribute + 6)..<end].drop {
            $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'")
        }
        let tag = value.prefix {
            ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-")
        }
        return tag.isEmpty ? nil : Array(tag)
    }
}

/// What is wrong with the placeholders of a template.
package enum PlaceholderFault: Sendable, Equatable {
    /// Nothing is put in the place of `{{name}}`, which the client then reads.
    /// - Parameter offset: of its first byte
    case unknown(String, offset: Int)
    /// `{{#name}}` without `{{/name}}`
    case notClosed(String, offset: Int)
    /// A page without it leads nowhere.
    case missing(String)
}
