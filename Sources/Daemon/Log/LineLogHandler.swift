internal import Glibc
package import Logging

/// Sends each message as one line to a `LogOutput`, in the format of swift-log's `StreamLogHandler`.
package struct LineLogHandler: LogHandler {
    package var logLevel = Logger.Level.info
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let output: LogOutput

    package init(label: String, output: LogOutput) {
        self.label = label
        self.output = output
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, own in own }
        output.add(LineLogHandler.line(event.level, label, all, "\(event.message)"))
    }

    /// The line that stands in place of missing ones.
    package static func notice(label: String) -> @Sendable (_ lostLines: Int) -> String {
        { count in
            let lines = count == 1 ? "1 line is" : "\(count) lines are"
            return line(
                .warning, label, [:], "\(lines) missing here: nobody read this log in time")
        }
    }

    private static func line(
        _ level: Logger.Level, _ label: String, _ metadata: Logger.Metadata, _ message: String
    ) -> String {
        let pairs = metadata.sorted { $0.key < $1.key }.map { " \($0)=\($1)" }.joined()
        // `StreamLogHandler` writes the module here. It has always been this one; programs may look for it.
        return "\(timestamp()) \(level) \(label):\(pairs) [distrib_fcgi] \(message)\n"
    }

    private static func timestamp() -> String {
        var now = time(nil)
        var local = tm()
        localtime_r(&now, &local)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
            let count = strftime(buffer.baseAddress!, buffer.count, "%Y-%m-%dT%H:%M:%S%z", &local)
            return String(decoding: UnsafeRawBufferPointer(buffer)[..<count], as: UTF8.self)
        }
    }
}
