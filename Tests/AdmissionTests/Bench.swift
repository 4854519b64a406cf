import Admission
import Glibc
import Synchronization

/// Readings that a test sets, in place of files and loads, and the changes that were told.
final class Bench: Sendable {
    private let readings: Mutex<[String: SignalReading]> = Mutex([:])
    private let told: Mutex<[SignalChange]> = Mutex([])
    private let reads: Mutex<[String]> = Mutex([])

    subscript(path: String) -> SignalReading {
        get { readings.withLock { $0[path] } ?? .value(0) }
        set { readings.withLock { $0[path] = newValue } }
    }

    func read(_ source: SignalSource) -> SignalReading {
        let name =
            switch source {
            case .file(let path): path
            case .loadAverage: "load"
            }
        reads.withLock { $0.append(name) }
        return self[name]
    }

    /// The signals that were measured since the last call.
    func takeReads() -> [String] { reads.withLock { swapOut(&$0) } }

    func note(_ change: SignalChange) { told.withLock { $0.append(change) } }

    /// The changes that were told since the last call.
    func takeChanges() -> [String] { told.withLock { swapOut(&$0) }.map(\.description) }

    func monitor(
        _ policies: [SignalPolicy], continuing previous: BusyMonitor? = nil
    ) -> BusyMonitor {
        BusyMonitor(policies, continuing: previous, onChange: note, read: read)
    }

    private func swapOut<Element>(_ list: inout [Element]) -> [Element] {
        defer { list = [] }
        return list
    }
}

/// A directory of its own for one test, gone with its files when the test is.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/admission-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemFailure(code: errno) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        for name in ["drain", "file"] { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    func touch(_ name: String) throws {
        let descriptor = open("\(path)/\(name)", O_CREAT | O_WRONLY, 0o600)
        guard descriptor >= 0 else { throw SystemFailure(code: errno) }
        close(descriptor)
    }

    func remove(_ name: String) throws {
        guard unlink("\(path)/\(name)") == 0 else { throw SystemFailure(code: errno) }
    }
}

struct SystemFailure: Error { let code: Int32 }

extension SignalPolicy {
    static func file(
        _ path: String, every interval: Duration = .seconds(1), dwell: Duration = .zero,
        onFailure: SignalFailure = .free
    ) -> SignalPolicy {
        var policy = SignalPolicy(source: .file(path: path))
        policy.interval = interval
        policy.minimumDwell = dwell
        policy.onFailure = onFailure
        return policy
    }

    static let load = SignalPolicy(
        source: .loadAverage(above: 1.5, resumeBelow: 1, perCore: true))
}
