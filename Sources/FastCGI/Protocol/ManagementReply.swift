// Management records (FastCGI specification, section 4) are answered here and never reach
// libfcgi, which writes its answer to GET_VALUES into 64 bytes of stack however often a name is asked
// for, and takes the content of unknown management records for parameters (2.4.2).

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
    // Reading stops where lengths overrun the content.
    let asked = Set(NameValuePairs.all(in: content).map(\.name))
    var values: [UInt8] = []
    for (name, value) in known where asked.contains(Array(name.utf8)) {
        values += [UInt8(name.utf8.count), UInt8(value.utf8.count)]
        values += name.utf8
        values += value.utf8
    }
    return makeRecord(type: RecordType.getValuesResult, requestID: 0, content: values)
}
