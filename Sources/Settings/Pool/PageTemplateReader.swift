import Answers
import SystemCalls

/// The operator's own template of a page.
struct PageTemplateReader {
    let reading: Reading
    let page: PageKind

    private static let limit = 256 << 10

    func read(_ node: Node) -> [UInt8]? {
        guard let (path, bytes) = reading.file(node, "template", limit: PageTemplateReader.limit)
        else { return nil }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            reading.error("the template \(path) is not UTF-8", at: node)
            return nil
        }
        let faults = page.placeholderFaults(in: bytes)
        for fault in faults {
            reading.error("the template \(path)\(text(of: fault, in: bytes))", at: node)
        }
        return faults.isEmpty ? bytes : nil
    }

    private func text(of fault: PlaceholderFault, in template: [UInt8]) -> String {
        func line(_ offset: Int) -> Int {
            1 + template[..<offset].count { $0 == UInt8(ascii: "\n") }
        }
        switch fault {
        case .unknown(let name, let offset):
            let bare = name.lowercased().filter { $0 != " " }
            let known = page.placeholders
            let hint =
                known.contains(bare)
                ? "; write {{\(bare)}}"
                : reading.nearest(to: bare, among: known).map { "; did you mean {{\($0)}}?" } ?? ""
            return ", line \(line(offset)): unknown placeholder {{\(name)}}\(hint)"
        case .notClosed(let name, let offset):
            return ", line \(line(offset)): {{#\(name)}} without {{/\(name)}}"
        case .missing(let name):
            return " lacks {{\(name)}}: without it, the page leads nowhere"
        }
    }
}

extension Reading {
    /// The bytes of a file that belongs to a page.
    func file(
        _ node: Node, _ title: String, limit: Int
    ) -> (path: String, bytes: [UInt8])? {
        guard let text = self.text(node, Quoting.quoted(title)) else { return nil }
        let path = self.path(text)
        do {
            return (path, try SmallFile.read(at: path, limit: limit).bytes)
        } catch {
            self.error("the \(title) \(path) can't be read: \(error)", at: node)
            return nil
        }
    }
}
