import Glibc
import SystemCalls
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ThreadTests {
    @Test("A thread is waited for until it ends, or until a deadline")
    func join() throws {
        let end = try WakeUp()
        let slow = try SystemThread { _ = end.wait(until: .max) }
        #expect(!slow.join(until: monotonicNanoseconds() + 1_000_000))
        end.signal()
        try SystemThread {}.join()
        #expect(try SystemThread {}.join(until: monotonicNanoseconds() + 30_000_000_000))
    }

    @Test("Errors name call, object and reason")
    func errors() {
        #expect(
            SystemCallError("bind", "a.sock", number: EACCES).description
                == "bind(a.sock): Permission denied")
        #expect(
            FileError.failed(call: "open", errno: ENOENT).description
                == "open: No such file or directory")
        #expect(SystemCallError("x", number: 4000).description == "x(): Unknown error 4000")
    }

    @Test("At least one processor is usable, at most those of the machine")
    func processors() {
        #expect((1...Int(sysconf(Int32(_SC_NPROCESSORS_CONF)))).contains(Processors.usable))
    }
}
