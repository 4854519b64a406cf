// What may stand as a value or a name in a condition.

import Distribution
import Topology

extension Reading {
    func country(_ text: String, at node: Node) -> [UInt8]? {
        placeCode(text, "country", "CH", PlaceCode.doubt(aboutCountry:), at: node)
    }

    func continent(_ text: String, at node: Node) -> [UInt8]? {
        placeCode(text, "continent", "EU", PlaceCode.doubt(aboutContinent:), at: node)
    }

    private func placeCode(
        _ text: String, _ title: String, _ example: String, _ doubt: (String) -> String?,
        at node: Node
    ) -> [UInt8]? {
        guard text.utf8.count == 2, text.utf8.allSatisfy(isLetter) else {
            error(
                "\(Quoting.quoted(text)) is not a \(title) code of two letters, such as \(example)",
                at: node)
            return nil
        }
        let code = text.uppercased()
        if let doubt = doubt(code) { warn(doubt, at: node) }
        return Array(code.utf8)
    }

    /// A language range (RFC 4647, section 2.1).
    func languageTag(_ text: String, at node: Node) -> [UInt8]? {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isTag =
            parts[0].allSatisfy(isLetter)
            && parts.allSatisfy { (1...8).contains($0.count) && $0.allSatisfy(isLetterOrDigit) }
        if isTag { return Array(text.lowercased().utf8) }
        error("\(Quoting.quoted(text)) is not a language tag, such as de or pt-BR", at: node)
        return nil
    }

    /// `.eu` or `example.org`.
    func domainSuffix(_ text: String, at node: Node) -> [UInt8]? {
        let hasDot = text.hasPrefix(".")
        let bare = hasDot ? String(text.dropFirst()) : text
        do {
            let name = try HostName(bare)
            if name.port == nil { return (hasDot ? [UInt8(ascii: ".")] : []) + name.name }
            self.error("the suffix \(Quoting.quoted(text)) can't have a port", at: node)
        } catch {
            self.error(
                "the suffix \(Quoting.quoted(text)): \(problem(with: bare, error))", at: node)
        }
        return nil
    }

    /// The path as requests have it, that is, percent-encoded.
    func pathPrefix(_ text: String, at node: Node) -> [UInt8]? {
        guard text.hasPrefix("/") else {
            error("the path \(Quoting.quoted(text)) must begin with \"/\"", at: node)
            return nil
        }
        if text.utf8.allSatisfy({ isURIByte($0) && $0 != UInt8(ascii: "?") }) {
            return Array(text.utf8)
        }
        error(
            "the path \(Quoting.quoted(text)) has a character that no path of a URI has: "
                + "percent-encode it", at: node)
        return nil
    }

    func pattern(_ text: String, at node: Node) -> Pattern? {
        if let pattern = Pattern(text) { return pattern }
        error(
            "the pattern \(Quoting.quoted(text)) has a star where none may stand: "
                + "write \"x\", \"x*\", \"*x\", \"*x*\" or \"*\"", at: node)
        return nil
    }

    /// A token (RFC 9110, section 5.6.2).
    func token(_ node: Node, _ title: String) -> String? {
        guard let text = text(node, title) else { return nil }
        let isToken =
            !text.isEmpty
            && text.utf8.allSatisfy { isLetterOrDigit($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }
        if isToken { return text }
        error("\(Quoting.quoted(text)) can't be \(title)", at: node)
        return nil
    }

    /// Whether the name needs no quoting in the configuration of any web server.
    func isPlainCookieName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isLetterOrDigit($0) || "-._".utf8.contains($0) }
    }

    /// The name of a header field that reaches a CGI program: it has no other characters than these.
    func headerName(_ node: Node) -> String? {
        guard let text = text(node, "a header's name") else { return nil }
        let isName =
            !text.isEmpty
            && text.utf8.allSatisfy {
                isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
        if isName { return text }
        error("\(Quoting.quoted(text)) can't be a header's name", at: node)
        return nil
    }

    func variableName(_ node: Node) -> [UInt8]? {
        guard let text = text(node, "a variable's name") else { return nil }
        let isName =
            text.utf8.first.map { !(0x30...0x39).contains($0) } ?? false
            && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }
        if isName { return Array(text.utf8) }
        error("\(Quoting.quoted(text)) can't be the name of a CGI variable", at: node)
        return nil
    }
}

/// The characters that may stand in a URI's path (RFC 3986, section 3.3), "?" besides.
func isURIByte(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || "-._~%!$&'()*+,;=:@/?".utf8.contains(byte)
}

private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isLetter(byte) || (0x30...0x39).contains(byte)
}
