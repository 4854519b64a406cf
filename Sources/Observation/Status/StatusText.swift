/// The status for a terminal: tables with columns as wide as what stands in them.
package enum StatusText {
    package static func text(of snapshot: Snapshot) -> String {
        let document = StatusDocument(snapshot)
        var text = document.title + "\n"
        for part in document.parts {
            text += "\n\(part.title)"
            if let state = part.state {
                text += ": \(state.text.lowercased())"
                if let note = state.note { text += ". \(note)" }
            }
            text += "\n"
            for table in part.tables {
                text += "\n  \(table.title)\n"
                text += lines(table).map { "    \($0)\n" }.joined()
            }
        }
        return text + "\n\(document.footer)\n"
    }

    /// What explains a cell stands behind the row.
    private static func lines(_ table: StatusDocument.Table) -> [String] {
        let rows =
            (table.columns.isEmpty ? [] : [table.columns])
            + table.rows.map { row in row.map { plain($0.text) } }
        let notes =
            (table.columns.isEmpty ? [] : [""])
            + table.rows.map { plain($0.compactMap(\.note).joined(separator: "; ")) }
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return zip(rows, notes).map { row, note in
            let cells = row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return column >= table.numbers ?? .max ? space + row[column] : row[column] + space
            }
            let line = (cells + (note.isEmpty ? [] : ["(\(note))"])).joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    private static func plain(_ text: String) -> String {
        // What stands in a terminal must not be able to steer it.
        return String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 ? " " : $0 }))
    }
}
