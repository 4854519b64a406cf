internal import Glibc
internal import JSON
internal import Logging

/// How a message becomes a line.
package struct LogStyle: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        /// For people, in the format of swift-log's `StreamLogHandler`.
        case text
        /// An object in each line, for programs.
        case json
    }

    package var format: Format
    /// Whether each line begins with its priority, which journald takes off again: sd-daemon(3). The journal has
    /// a time of its own, so the text has none.
    package var hasPriorities: Bool

    package init(_ format: Format = .text, hasPriorities: Bool = false) {
        self.format = format
        self.hasPriorities = hasPriorities
    }

    /// - Returns: whole lines
    func lines(
        _ level: Logger.Level, _ label: String, _ metadata: Logger.Metadata, _ message: String
    ) -> String {
        switch format {
        case .text: text(level, label, metadata, message)
        case .json: json(level, metadata, message)
        }
    }

    private func text(
        _ level: Logger.Level, _ label: String, _ metadata: Logger.Metadata, _ message: String
    ) -> String {
        let pairs = metadata.sorted { $0.key < $1.key }.map { " \($0)=\($1)" }.joined()
        let rest = "\(level) \(label):\(pairs) [distrib_fcgi] \(message)\n"
        // `StreamLogHandler` writes the module in brackets. It has always been this one; programs may look for it.
        guard hasPriorities else { return "\(Timestamp.local()) \(rest)" }
        // A message may have several lines, such as the findings of a configuration.
        return rest.split(separator: "\n").map { "<\(level.priority)>\($0)\n" }.joined()
    }

    private func json(
        _ level: Logger.Level, _ metadata: Logger.Metadata, _ message: String
    ) -> String {
        var members: [String: JSON?] = metadata.mapValues(LogStyle.json)
        members["time"] = .text(Timestamp.utc())
        members["level"] = .text("\(level)")
        members["message"] = .text(message)
        let priority = hasPriorities ? "<\(level.priority)>" : ""
        return "\(priority)\(JSON.object(members).compact)\n"
    }

    private static func json(_ value: Logger.MetadataValue) -> JSON {
        switch value {
        case .string(let text): .text(text)
        case .stringConvertible(let value): .text("\(value)")
        case .array(let values): .list(values.map(json))
        case .dictionary(let members): .object(members.mapValues { json($0) })
        }
    }
}

extension Logger.Level {
    /// That of syslog(3).
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}

private enum Timestamp {
    /// Of the machine's time zone, as `StreamLogHandler` has it.
    static func local() -> String {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        return text("%Y-%m-%dT%H:%M:%S%z", &parts)
    }

    /// RFC 3339, with milliseconds.
    static func utc() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        gmtime_r(&now.tv_sec, &parts)
        let milliseconds = String(1000 + now.tv_nsec / 1_000_000).dropFirst()
        return text("%Y-%m-%dT%H:%M:%S", &parts) + ".\(milliseconds)Z"
    }

    private static func text(_ format: String, _ parts: inout tm) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            let count = strftime(buffer.baseAddress!, buffer.count, format, &parts)
            return String(decoding: UnsafeRawBufferPointer(buffer)[..<count], as: UTF8.self)
        }
    }
}
