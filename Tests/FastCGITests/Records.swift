@testable import FastCGI

// FastCGI records built by hand, so that the tests do not use what they test.

func record(
    _ type: UInt8, _ id: UInt16 = 1, _ content: [UInt8] = [], padding: Int = 0
) -> [UInt8] {
    [
        1, type, UInt8(id >> 8), UInt8(id & 0xff), UInt8(content.count >> 8),
        UInt8(content.count & 0xff), UInt8(padding), 0,
    ] + content + [UInt8](repeating: 0xee, count: padding)
}

func begin(_ id: UInt16 = 1, role: UInt16 = 1, keep: Bool = true, padding: Int = 0) -> [UInt8] {
    record(
        1, id, [UInt8(role >> 8), UInt8(role & 0xff), keep ? 1 : 0, 0, 0, 0, 0, 0],
        padding: padding)
}

func pair(_ name: String, _ value: String) -> [UInt8] {
    length(name.utf8.count) + length(value.utf8.count) + Array(name.utf8) + Array(value.utf8)
}

func length(_ count: Int, isLong: Bool = false) -> [UInt8] {
    count < 128 && !isLong
        ? [UInt8(count)]
        : [
            UInt8(count >> 24) | 0x80, UInt8(count >> 16 & 0xff), UInt8(count >> 8 & 0xff),
            UInt8(count & 0xff),
        ]
}

/// A stream in records of at most `chunk` bytes of content, with the empty record that ends it.
func stream(
    _ type: UInt8, _ id: UInt16 = 1, _ content: [UInt8], chunk: Int = 65_535, padding: Int = 0
) -> [UInt8] {
    var records: [UInt8] = []
    var rest = content[...]
    while !rest.isEmpty {
        records += record(type, id, Array(rest.prefix(chunk)), padding: padding)
        rest = rest.dropFirst(chunk)
    }
    return records + record(type, id)
}

/// A whole request; `body` nil leaves STDIN out, as for an AUTHORIZER.
func request(
    _ id: UInt16 = 1, role: UInt16 = 1, keep: Bool = true,
    _ variables: [(String, String)] = [("REQUEST_URI", "/a")], body: [UInt8]? = []
) -> [UInt8] {
    begin(id, role: role, keep: keep)
        + stream(4, id, variables.flatMap { pair($0.0, $0.1) })
        + (body.map { stream(5, id, $0) } ?? [])
}

/// The records of a plain answer: STDOUT padded to eight bytes, its end, END_REQUEST.
func answerRecords(_ id: UInt16 = 1, _ text: String) -> [UInt8] {
    answerRecords(id, Array(text.utf8))
}

func answerRecords(_ id: UInt16, _ content: [UInt8]) -> [UInt8] {
    let padding = (8 - content.count % 8) % 8
    return [
        1, 6, UInt8(id >> 8), UInt8(id & 0xff), UInt8(content.count >> 8),
        UInt8(content.count & 0xff), UInt8(padding), 0,
    ] + content + [UInt8](repeating: 0, count: padding)
        + record(6, id) + record(3, id, [0, 0, 0, 0, 0, 0, 0, 0])
}
