/// Bytes as text, to be compared with a row; nil where there are none.
func text(_ span: Span<UInt8>?) -> String? {
    guard let span else { return nil }
    return span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
}
