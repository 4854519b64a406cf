// Management records (FastCGI specification, section 4) are answered here and never reach
// libfcgi, whose answer to GET_VALUES goes into 64 bytes of stack however often a name is asked
// for, and which takes the content of unknown management records for parameters (2.4.2).

/// The answer to a whole management record with this content.
func makeManagementReply(
    type: UInt8, content: Span<UInt8>, maximumConnections: Int
) -> [UInt8] {
    guard type == RecordType.getValues else {
        return makeRecord(
            type: RecordType.unknownType, requestID: 0, content: [type, 0, 0, 0, 0, 0, 0, 0])
    }
    let known: [(name: String, value: String)] = [
        ("FCGI_MAX_CONNS", "\(maximumConnections)"),
        ("FCGI_MAX_REQS", "\(maximumConnections)"),
        ("FCGI_MPXS_CONNS", "0"),
    ]
    let asked = readNames(content)
    var values: [UInt8] = []
    for (name, value) in known where asked.contains(Array(name.utf8)) {
        values += [UInt8(name.utf8.count), UInt8(value.utf8.count)]
        values += name.utf8
        values += value.utf8
    }
    return makeRecord(type: RecordType.getValuesResult, requestID: 0, content: values)
}

/// The names of name-value pairs (section 3.4); reading stops where lengths overrun the content.
private func readNames(_ content: Span<UInt8>) -> Set<[UInt8]> {
    var names: Set<[UInt8]> = []
    var offset = 0
    while let name = readLength(content, &offset), let value = readLength(content, &offset),
        offset + name + value <= content.count
    {
        names.insert((offset..<offset + name).map { content[$0] })
        offset += name + value
    }
    return names
}

/// A length of one byte, or of four where the first has its high bit set.
private func readLength(_ bytes: Span<UInt8>, _ offset: inout Int) -> Int? {
    guard offset < bytes.count else { return nil }
    let first = Int(bytes[offset])
    guard first & 0x80 != 0 else {
        offset += 1
        return first
    }
    guard offset + 4 <= bytes.count else { return nil }
    let length = (1..<4).reduce(first & 0x7f) { $0 << 8 | Int(bytes[offset + $1]) }
    offset += 4
    return length
}
