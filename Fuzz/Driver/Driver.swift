// The only file that knows libFuzzer (https://llvm.org/docs/LibFuzzer.html).

import FuzzProperties
import Glibc

/// The environment names the property: one program holds all of them, and is linked once.
private let property: Property = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let property = Property.named(name) else {
        fatalError("FUZZ_TARGET names none of \(Property.all.map(\.name))")
    }
    return property
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    do throws(Violation) {
        try property.check(input)
    } catch {
        // A trap: the fuzzer then keeps the input.
        fatalError("\(property.name): \(error)")
    }
    return 0
}
