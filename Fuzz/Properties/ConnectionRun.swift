@testable import FastCGI

/// One connection's stream, read by read, as a worker would take it: what follows from it, in order. The
/// only file that knows how the FastCGI room is told of bytes.
enum ConnectionRun {
    struct Event: Equatable {
        let what: String
        /// Answered before the end of its body: what follows is read away.
        var endsEarly = false
    }

    private static let scanner = RequestScanner(maximumHeadBytes: 2048, earlyAnswerBodyBytes: 512)

    static func events(_ stream: [UInt8], reads: [Int]) -> [Event] {
        var events: [Event] = []
        var held: [UInt8] = []
        var position = 0
        for read in reads where read > 0 {
            held += stream[position..<position + read]
            position += read
            guard take(&held, &events) else { return events }
        }
        return events
    }

    /// - Returns: whether the connection goes on.
    private static func take(_ held: inout [UInt8], _ events: inout [Event]) -> Bool {
        while !held.isEmpty {
            switch scanner.scan(held.span) {
            case .incomplete: return true
            case .foreign(let record, let offset):
                events.append(Event(what: "record \(record.type) of \(record.requestID)"))
                held.removeSubrange(offset..<offset + record.recordLength)
            case .aborted(let requestID, let keeps, let end):
                events.append(Event(what: "abort of \(requestID), keeps: \(keeps)"))
                held.removeFirst(end)
                guard keeps else { return false }
            case .request(let head, let end):
                events.append(request(head, Array(held[..<head.end])))
                held.removeFirst(end)
                guard head.keepConnection else { return false }
            case .longBody(let head):
                var event = request(head, Array(held[..<head.end]))
                event.endsEarly = true
                events.append(event)
                return false
            case .fault(let fault):
                events.append(Event(what: "\(fault)"))
                return false
            }
        }
        return true
    }

    private static func request(_ head: RequestHead, _ bytes: [UInt8]) -> Event {
        Event(what: "request \(head.requestID), role \(head.role), \(quoted(bytes))")
    }
}
