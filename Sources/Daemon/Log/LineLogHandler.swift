package import Logging

/// Sends each message as one line to a `LogOutput`.
package struct LineLogHandler: LogHandler {
    package var logLevel = Logger.Level.info
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let style: LogStyle
    private let output: LogOutput

    package init(label: String, style: LogStyle = LogStyle(), output: LogOutput) {
        self.label = label
        self.style = style
        self.output = output
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, own in own }
        output.add(style.lines(event.level, label, all, "\(event.message)"))
    }

    /// The line that stands in place of missing ones.
    package static func notice(
        label: String, style: LogStyle = LogStyle()
    ) -> @Sendable (_ lostLines: Int) -> String {
        { count in
            let lines = count == 1 ? "1 line is" : "\(count) lines are"
            return style.lines(
                .warning, label, [:], "\(lines) missing here: they could not be written in time")
        }
    }
}
