internal import SystemCalls

/// What this program is.
package enum Program {
    package static let version = "0.1.0"

    /// The file name of libfcgi as it is loaded, such as `libfcgi.so.0.0.0`: the library says no version of its own.
    static let libfcgi: String = {
        let path = ProcessUsage.loadedLibrary("libfcgi.")
        return path.flatMap { $0.split(separator: "/").last.map(String.init) } ?? "unknown"
    }()
}
