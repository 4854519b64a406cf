import Admission
import Glibc
import Testing

struct SignalReadingTests {
    @Test("A file appears and disappears")
    func file() throws {
        let directory = try TemporaryDirectory()
        let source = SignalSource.file(path: "\(directory.path)/drain")
        #expect(SignalReading.measure(source) == .value(0))
        try directory.touch("drain")
        #expect(SignalReading.measure(source) == .value(1))
        try directory.remove("drain")
        #expect(SignalReading.measure(source) == .value(0))
    }

    @Test("A directory counts as present, too")
    func directory() throws {
        let directory = try TemporaryDirectory()
        #expect(SignalReading.measure(.file(path: directory.path)) == .value(1))
    }

    @Test("A directory that does not exist is a file that does not exist")
    func missingDirectory() throws {
        let directory = try TemporaryDirectory()
        #expect(SignalReading.measure(.file(path: "\(directory.path)/none/drain")) == .value(0))
        #expect(SignalReading.measure(.file(path: "")) == .value(0))
    }

    @Test("What stands in the way is not taken for absence")
    func unreadable() throws {
        let directory = try TemporaryDirectory()
        try directory.touch("file")
        let below = SignalReading.measure(.file(path: "\(directory.path)/file/drain"))
        #expect(below == .unreadable(ENOTDIR))
        let long = String(repeating: "x", count: 300)
        #expect(
            SignalReading.measure(.file(path: "\(directory.path)/\(long)"))
                == .unreadable(ENAMETOOLONG))
    }

    @Test("The load average is measured, per core where asked for", arguments: [false, true])
    func loadAverage(perCore: Bool) throws {
        let source = SignalSource.loadAverage(above: 1, resumeBelow: 1, perCore: perCore)
        guard case .value(let load) = SignalReading.measure(source) else {
            Issue.record("the load average cannot be read")
            return
        }
        #expect(load >= 0 && load.isFinite)
    }
}
