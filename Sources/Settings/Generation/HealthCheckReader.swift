import Generation

/// `health_check`: what the nameservers ask the Sites.
struct HealthCheckReader {
    let reading: Reading

    /// - Parameter port: the port if the section names none
    func read(_ section: Section, port: Int) -> HealthCheckPolicy {
        let keys = [
            "port", "interval", "timeout", "down_after", "up_after", "health_path", "ready_path",
        ]
        var policy = HealthCheckPolicy()
        policy.port = port
        guard let check = section.section("health_check", keys: keys) else { return policy }
        policy.port = check.integer("port", in: 1...65_535, default: policy.port)
        // The lower bound is the least that gdnsd accepts, because the timeout must be shorter still.
        let interval = seconds(check, "interval", in: 2...255, default: policy.interval)
        let timeout = seconds(check, "timeout", in: 1...254, default: policy.timeout)
        if let interval, let timeout {
            (policy.interval, policy.timeout) = (interval, timeout)
            if timeout >= interval, let node = check["timeout"] ?? check["interval"] {
                reading.error("\"timeout\" must be shorter than \"interval\"", at: node)
            }
        }
        policy.downAfter = check.integer("down_after", in: 1...100, default: policy.downAfter)
        policy.upAfter = check.integer("up_after", in: 1...100, default: policy.upAfter)
        policy.healthPath = check.path("health_path") ?? policy.healthPath
        policy.readyPath = check.path("ready_path") ?? policy.readyPath
        return policy
    }

    /// Nil where the value can't be read.
    private func seconds(
        _ section: Section, _ key: String, in range: ClosedRange<Int64>, default other: Int64
    ) -> Int64? {
        guard let node = section[key] else { return other }
        let milliseconds = reading.milliseconds(
            node, Quoting.quoted(key), in: (range.lowerBound * 1000)...(range.upperBound * 1000))
        guard let milliseconds else { return nil }
        if milliseconds % 1000 == 0 { return milliseconds / 1000 }
        reading.error("\(Quoting.quoted(key)) must be whole seconds", at: node)
        return nil
    }
}
