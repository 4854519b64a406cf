package import JSON

/// All that was seen, for people and for programs.
package struct DoctorReport: Sendable {
    /// Of one Pool, or of the configuration where that can't be read.
    package struct Part: Sendable {
        /// Nil where the configuration can't be read.
        package let pool: String?
        package let site: String?
        package let diagnoses: [Diagnosis]

        package init(pool: String?, site: String?, diagnoses: [Diagnosis]) {
            self.pool = pool
            self.site = site
            self.diagnoses = diagnoses
        }
    }

    package let parts: [Part]

    package init(_ parts: [Part]) { self.parts = parts }

    /// The gravest.
    package var verdict: Verdict { diagnoses.map(\.verdict).max() ?? .ok }

    private var diagnoses: [Diagnosis] { parts.flatMap(\.diagnoses) }

    /// What is wrong comes first, and how much of it there is stands in the last line.
    package var text: String {
        var text = ""
        for part in parts {
            if let pool = part.pool, let site = part.site {
                text += "Pool \(pool), seen from \(site)\n"
            }
            for verdict in [Verdict.fault, .warning, .skipped, .ok] {
                text += DoctorReport.lines(part.diagnoses.filter { $0.verdict == verdict })
            }
        }
        return text + summary + "\n"
    }

    /// "1 fault, no warning, 12 checks ok, 3 skipped"
    package var summary: String {
        let counts = Dictionary(grouping: diagnoses, by: \.verdict).mapValues(\.count)
        func count(_ verdict: Verdict, _ noun: String) -> String {
            let number = counts[verdict] ?? 0
            return "\(number == 0 ? "no" : "\(number)") \(noun)\(number < 2 ? "" : "s")"
        }
        return "\(count(.fault, "fault")), \(count(.warning, "warning")), "
            + "\(counts[.ok] ?? 0) ok, \(counts[.skipped] ?? 0) skipped"
    }

    /// What is to be done about several in a row stands behind the last one.
    private static func lines(_ diagnoses: [Diagnosis]) -> String {
        var text = ""
        for (index, diagnosis) in diagnoses.enumerated() {
            let word = diagnosis.verdict == .fault ? "FAULT" : diagnosis.verdict.rawValue
            let column = word.padded(to: 8) + diagnosis.check.rawValue.padded(to: 19)
            text += "  \(column)\(diagnosis.object): \(diagnosis.seen)\n"
            let next = index + 1 < diagnoses.count ? diagnoses[index + 1].remedy : nil
            if let remedy = diagnosis.remedy, remedy != next { text += "          -> \(remedy)\n" }
        }
        return text
    }

    package var json: JSON {
        .object([
            "verdict": .text(verdict.rawValue),
            "pools": .list(
                parts.map { part in
                    .object([
                        "pool": part.pool.map(JSON.text), "site": part.site.map(JSON.text),
                        "checks": .list(part.diagnoses.map(DoctorReport.json)),
                    ])
                }),
        ])
    }

    private static func json(_ diagnosis: Diagnosis) -> JSON {
        .object([
            "check": .text(diagnosis.check.rawValue), "object": .text(diagnosis.object),
            "verdict": .text(diagnosis.verdict.rawValue), "seen": .text(diagnosis.seen),
            "remedy": diagnosis.remedy.map(JSON.text),
        ])
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
