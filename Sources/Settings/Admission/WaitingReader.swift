import Answers
import SystemCalls

/// `waiting`: the line of those whom nobody can take.
struct WaitingReader {
    let reading: Reading
    /// Whether the sessions are limited, so that there are tokens by which to call.
    let hasRate: Bool

    private static let longestPoll: Int64 = 3_600_000
    /// The line counts the places of four and a half hours.
    private static let longestKeep: Int64 = 4 * 3_600_000

    /// Nil where there is no line.
    func read(_ pool: Section, _ names: inout NameRegister) -> WaitingSettings? {
        let keys = ["keep", "poll", "state", "template"]
        guard let section = pool.section("waiting", keys: keys) else { return nil }
        checkNeeds(section, of: pool)
        var settings = WaitingSettings()
        let poll = section.section("poll", keys: ["near", "far"])
        settings.near = seconds(poll, "near", WaitingReader.longestPoll) ?? settings.near
        settings.far = seconds(poll, "far", WaitingReader.longestPoll) ?? settings.far
        settings.keep = seconds(section, "keep", WaitingReader.longestKeep) ?? settings.keep
        check(settings, section, poll)
        settings.state = section["state"].flatMap { state($0, &names) }
        settings.template = section["template"].flatMap {
            PageTemplateReader(reading: reading, page: .waiting).read($0)
        }
        return settings
    }

    private func checkNeeds(_ section: Section, of pool: Section) {
        // Keys that can't be read are reported where they stand.
        if pool["marker"]?["keys"]?.list?.isEmpty ?? true {
            reading.error(
                "a place in the line is signed, and this pool has no keys: add \"keys\" to "
                    + "\"marker\"", at: section.node)
        }
        if !hasRate {
            reading.error(
                "those who wait are called as sessions may start, and these are not limited: add "
                    + "\"sessions\" to \"admission\"", at: section.node)
        }
    }

    private func seconds(_ section: Section?, _ key: String, _ longest: Int64) -> Int64? {
        guard let node = section?[key],
            let seconds = reading.seconds(node, Quoting.quoted(key), atLeast: 1)
        else { return nil }
        if seconds * 1000 <= longest { return seconds * 1000 }
        reading.error(
            "\(Quoting.quoted(key)) must be at most \(DurationText.text(longest))", at: node)
        return nil
    }

    /// Whoever has long to wait asks every `far`, spread by a fifth. Another fifth is for the way.
    private func check(_ settings: WaitingSettings, _ section: Section, _ poll: Section?) {
        if settings.near > settings.far, let node = poll?["near"] ?? poll?["far"] {
            reading.error(
                "\"near\" is \(DurationText.text(settings.near)) and \"far\" "
                    + "\(DurationText.text(settings.far)): those who are about to be called must "
                    + "not ask later than those who have long to wait", at: node)
            return
        }
        let shortest = (settings.far * 144 + 99_999) / 100_000 * 1000
        guard settings.keep < shortest, let node = section["keep"] ?? poll?["far"] else { return }
        reading.error(
            "a place that is kept for \(DurationText.text(settings.keep)) would be lost between two "
                + "requests of its holder, who asks every \(DurationText.text(settings.far)) or "
                + "somewhat later: make \"keep\" at least \(DurationText.text(shortest)), or "
                + "\"far\" shorter", at: node)
    }

    private func state(_ node: Node, _ names: inout NameRegister) -> String? {
        guard let text = reading.text(node, "\"state\"") else { return nil }
        let path = reading.path(text)
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.count == 1 ? "." : parts.dropLast().joined(separator: "/") + "/"
        if Directory.isThere(path) {
            reading.error(
                "\"state\" must be a file, and \(path) is a directory: add a name to it", at: node)
            return nil
        }
        guard Directory.isThere(folder) else {
            reading.error(
                "the directory of the state, \(folder), does not exist: create it, writable for the "
                    + "user of the component", at: node)
            return nil
        }
        if let other = names.registerState(path, at: node) {
            reading.error(
                "the state of another pool's line is in the same file, \(other): give this one a "
                    + "file of its own", at: node)
            return nil
        }
        return path
    }
}
