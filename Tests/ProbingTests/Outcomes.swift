import SystemCalls

/// On the monotonic clock.
func seconds(_ seconds: Double) -> Int64 { monotonicNanoseconds() + Int64(seconds * 1e9) }

/// The answer, or what it failed with.
func outcome<Answer>(_ body: () throws -> Answer) -> String {
    do { return "\(try body())" } catch { return "\(error)" }
}
