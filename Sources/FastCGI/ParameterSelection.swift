internal import CGI
internal import Glibc

/// Leaves in a request only those parameters that its handler looks at. libfcgi makes a string of every
/// parameter, and a web server sends forty, of which a decision takes ten.
/// - Parameters:
///   - bytes: the request, checked by `RequestScanner`; its parameters are moved together
///   - parameters: where the content of its only PARAMS record stands
///   - places: where the parameters will stand in libfcgi's environment, behind FCGI_ROLE
/// - Returns: how many bytes BEGIN_REQUEST and PARAMS now take.
func selectParameters(
    _ bytes: UnsafeMutableBufferPointer<UInt8>, _ parameters: Range<Int>,
    noting places: CGIVariablePlaces
) -> Int {
    places.clear()
    var kept: UInt16 = 0
    let start = bytes.baseAddress!
    let stop = start + parameters.upperBound
    var end = start + parameters.lowerBound
    var next = end
    while next < stop {
        let pair = next
        let nameCount = takeLength(&next)
        let valueCount = takeLength(&next)
        let name = next
        next += nameCount + valueCount
        guard places.note(name, nameCount, at: kept + 1) else { continue }
        kept += 1
        memmove(end, pair, next - pair)
        end += next - pair
    }
    return closeParameters(bytes, parameters.lowerBound..<end - start)
}

/// A length of one byte, or of four where the first has its high bit set (FastCGI specification,
/// section 3.4).
private func takeLength(_ next: inout UnsafeMutablePointer<UInt8>) -> Int {
    let first = Int(next[0])
    guard first & 0x80 != 0 else {
        next += 1
        return first
    }
    let length = (first & 0x7f) << 24 | Int(next[1]) << 16 | Int(next[2]) << 8 | Int(next[3])
    next += 4
    return length
}

/// Writes the record header in front of the parameters, and the empty record that ends them.
private func closeParameters(
    _ bytes: UnsafeMutableBufferPointer<UInt8>, _ content: Range<Int>
) -> Int {
    let header = content.lowerBound - RecordHeader.byteCount
    bytes[header + 4] = UInt8(content.count >> 8)
    bytes[header + 5] = UInt8(content.count & 0xff)
    bytes[header + 6] = 0
    // Without any parameter, the header itself ends them.
    guard !content.isEmpty else { return content.lowerBound }
    let last = content.upperBound
    memmove(bytes.baseAddress! + last, bytes.baseAddress! + header, RecordHeader.byteCount)
    bytes[last + 4] = 0
    bytes[last + 5] = 0
    return last + RecordHeader.byteCount
}
