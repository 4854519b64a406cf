/// What the status says, in words and tables: the page and the text are two ways to write it down.
struct StatusDocument {
    /// How a word is to be taken; the page colours it.
    enum Tone: String {
        case plain, quiet, good, warning, bad
    }

    struct Cell {
        var text: String
        var tone = Tone.plain
        /// What explains it, below in small letters.
        var note: String?
    }

    struct Table {
        var title: String
        /// Empty where the rows speak for themselves.
        var columns: [String] = []
        /// From which column on there are only numbers; nil where there is none. Such a table fits any screen.
        var numbers: Int?
        var rows: [[Cell]]
    }

    /// A Pool, or the process.
    struct Part {
        var title: String
        var state: Cell?
        var tables: [Table]
    }

    let title: String
    /// When and by what it was said.
    let footer: String
    let parts: [Part]

    init(_ snapshot: Snapshot) {
        let sites = snapshot.pools.compactMap(\.site)
        title = sites.isEmpty ? "distrib-fcgi" : "distrib-fcgi at \(sites.joined(separator: ", "))"
        footer =
            "\(Words.moment(snapshot.now)); distrib-fcgi \(snapshot.program.version), "
            + "up for \(Words.duration(snapshot.program.uptime))."
        parts = snapshot.pools.map(StatusDocument.part) + [StatusDocument.process(snapshot)]
    }
}

extension StatusDocument.Table {
    /// Of names and what they are.
    init(_ title: String, _ pairs: [(String, StatusDocument.Cell)]) {
        self.title = title
        rows = pairs.map { [StatusDocument.Cell(text: $0.0), $0.1] }
    }
}

extension StatusDocument.Cell {
    init(_ text: String, _ tone: StatusDocument.Tone = .plain, note: String? = nil) {
        self.init(text: text, tone: tone, note: note)
    }

    init(_ number: Int, _ tone: StatusDocument.Tone = .plain) {
        self.init(text: Words.number(number), tone: number == 0 ? .quiet : tone)
    }
}
