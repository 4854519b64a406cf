/// Records of the FastCGI 1.0 specification, read without the FastCGI room's help.
enum RecordModel {
    struct Record {
        let type: UInt8
        let id: UInt16
        let content: [UInt8]
    }

    static let endRequest: UInt8 = 3
    static let standardOutput: UInt8 = 6

    /// Everything that a server sent is whole records.
    static func records(in stream: [UInt8]) throws(Violation) -> [Record] {
        var reader = Reader(stream)
        var records: [Record] = []
        while let record = reader.next() { records.append(record) }
        try expect(reader.isAtEnd, "a torn record at the end of \(quoted(stream))")
        return records
    }

    /// The identifiers of the requests to a responder that are whole, up to the first record that is not
    /// the next one of such a request.
    static func wholeRequests(in stream: [UInt8]) -> [UInt16] {
        var reader = Reader(stream)
        var whole: [UInt16] = []
        while let (id, keeps) = wholeRequest(&reader) {
            whole.append(id)
            if !keeps { break }
        }
        return whole
    }

    private static func wholeRequest(_ reader: inout Reader) -> (UInt16, Bool)? {
        guard let begin = reader.next(), begin.type == 1, begin.id != 0,
            begin.content.count == 8, begin.content[0] == 0, begin.content[1] == 1
        else { return nil }
        var parameters: [UInt8] = []
        for type: UInt8 in [4, 5] {
            while true {
                guard let record = reader.next(), record.type == type, record.id == begin.id else {
                    return nil
                }
                if record.content.isEmpty { break }
                if type == 4 { parameters += record.content }
            }
        }
        return arePairs(parameters[...]) ? (begin.id, begin.content[2] & 1 == 1) : nil
    }

    private static func arePairs(_ parameters: ArraySlice<UInt8>) -> Bool {
        var rest = parameters
        while !rest.isEmpty {
            guard let name = length(&rest), let value = length(&rest), name + value <= rest.count
            else { return false }
            rest = rest.dropFirst(name + value)
        }
        return true
    }

    private static func length(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard let first = rest.popFirst() else { return nil }
        guard first & 0x80 != 0 else { return Int(first) }
        guard rest.count >= 3 else { return nil }
        defer { rest = rest.dropFirst(3) }
        return rest.prefix(3).reduce(Int(first & 0x7F)) { $0 << 8 | Int($1) }
    }

    private struct Reader {
        private var rest: ArraySlice<UInt8>

        init(_ stream: [UInt8]) { rest = stream[...] }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func next() -> Record? {
            let header = Array(rest.prefix(8))
            guard header.count == 8, header[0] == 1 else { return nil }
            let count = Int(header[4]) << 8 | Int(header[5])
            guard rest.count >= 8 + count + Int(header[6]) else { return nil }
            let record = Record(
                type: header[1], id: UInt16(header[2]) << 8 | UInt16(header[3]),
                content: Array(rest.dropFirst(8).prefix(count)))
            rest = rest.dropFirst(8 + count + Int(header[6]))
            return record
        }
    }
}
