import Admission
import ArgumentParser
import Glibc
import Probing
import Settings
import SystemCalls
import Topology

struct DrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Lets no session start at this site, or lets them start again.",
        discussion: """
            Makes, removes or looks at the file of the pool's first `file` signal, which the running \
            server watches. Sessions that are at the site go on; whoever comes without one is led to \
            the next site, and `ready` says 503, so that nameservers lead here no more. With --for, the \
            file names its end, and the site comes back by itself.

            Where the pool has `peers`, it refuses, with status 1, to drain a site if fewer free sites of \
            one of its groups would remain than `drain: leave` says (1). How the others are, it learns from \
            the server that runs here; where none answers, it asks the other sites itself. A site that does \
            not answer, or that is not asked, is not free. --force drains in any case.

              distrib-fcgi drain --config distrib.yaml --site boston.app.com on --for 30m
            """)

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case on, off, status
    }

    @OptionGroup var file: ConfigurationOptions
    @OptionGroup var chosen: SiteOptions
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "How long it lasts, such as 30m; else until `off`.", valueName: "duration"),
        transform: { try CommandDuration.seconds($0, option: "--for") })
    var duration: Int64?
    @Flag(help: "Drain whatever becomes of the groups.")
    var force = false
    @Option(
        help: ArgumentHelp(
            "Where the server listens that knows how the other sites are: unix:PATH or HOST:PORT. (default: "
                + "`component` of `web_server`, else unix:/run/distrib/distrib.sock)",
            valueName: "address"),
        transform: StatusCommand.address)
    var connect: PeerAddress?
    @Argument(help: "on, off or status.")
    var action: Action

    func validate() throws {
        if duration != nil, action != .on {
            throw ValidationError("--for belongs to 'on'; nothing was changed.")
        }
        if force, action != .on {
            throw ValidationError("--force belongs to 'on'; nothing was changed.")
        }
        if connect != nil, action != .on {
            throw ValidationError("--connect belongs to 'on'; nothing was changed.")
        }
    }

    func run() throws {
        let consequence = "nothing was changed."
        let configuration = try loadConfiguration(file.config, consequence: consequence)
        let sites = try chooseSites(configuration, chosen.site, consequence: consequence)
        if action == .on, !force { try check(configuration, sites) }
        for (settings, site) in zip(configuration.pools, sites) {
            guard let site else { continue }
            guard let path = settings.drainFile else {
                complain(
                    "distrib-fcgi: error: pool \(settings.pool.name) has no \"file\" signal, which is what "
                        + "this command switches: add \"- file: /run/distrib/drain\" to \"busy: any:\"; "
                        + consequence.dropLast())
                throw Exit.badConfiguration
            }
            try DrainedSite(
                name: "\(settings.pool[site].name)", pool: "\(settings.pool.name)", path: path,
                ramp: settings.admission.policy.sessions?.ramp ?? .zero
            ).perform(action, until: duration.map { Int64(time(nil)) + $0 })
        }
    }
}

extension DrainCommand {
    /// All Pools are looked at before anything is done.
    private func check(_ configuration: Configuration, _ sites: [Site.ID?]) throws {
        for (settings, site) in zip(configuration.pools, sites) {
            guard let site, let refusal = try refusal(settings, site) else { continue }
            complain(
                "distrib-fcgi: error: \(settings.pool[site].name) is not drained: \(refusal); "
                    + "--force drains it all the same")
            throw ExitCode(1)
        }
    }

    private func refusal(_ settings: PoolConfiguration, _ site: Site.ID) throws -> String? {
        do throws(SystemCallError) {
            return try DrainCheck(of: settings, at: site, server: connect)?.refusal
        } catch {
            complain("distrib-fcgi: error: \(error); \(settings.pool[site].name) is not drained")
            throw Exit.systemError
        }
    }
}

extension PoolConfiguration {
    /// The file that the operator's switch is.
    fileprivate var drainFile: String? {
        for signal in signals {
            if case .file(let file) = signal.source { return file.path }
        }
        return nil
    }
}

/// A Site of one Pool, and the file that empties it.
private struct DrainedSite {
    let name: String
    let pool: String
    let path: String
    let ramp: Duration

    private var switchOff: String { "distrib-fcgi drain --site \(name) off" }

    func perform(_ action: DrainCommand.Action, until end: Int64?) throws {
        switch action {
        case .on:
            try write(end)
            let until = end.map { "until \(RequestTime.text($0)), or " } ?? "until "
            print(
                "\(name): once the server has looked at \(path), no session of pool \(pool) starts here "
                    + "\(until)`\(switchOff)`. Sessions that are here go on.")
        case .off:
            let wasThere = try remove()
            let again = "sessions of pool \(pool) start here again"
            print(
                wasThere
                    ? "\(name): \(again)\(ramp > .zero ? ", at a rate that grows for \(ramp)" : "")."
                    : "\(name): it was not draining: \(path) does not exist. Nothing was changed.")
        case .status: print("\(name): \(state()).")
        }
    }

    private func state() -> String {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return errno == ENOENT
                ? "not draining: \(path) does not exist"
                : "unknown: \(path): \(SystemCallError("stat", number: errno).reason)"
        }
        guard let end = FileSignal.end(at: path) else {
            return "draining until `\(switchOff)`: \(path) exists"
        }
        let ends = RequestTime.text(end)
        return end > Int64(time(nil))
            ? "draining until \(ends), as \(path) says"
            : "not draining: \(path) says that it ended \(ends)"
    }

    /// The old file, if there is one, is replaced in one step, so that the Site does not come back in between.
    private func write(_ end: Int64?) throws {
        let text = Array((end.map { FileSignal.text(until: $0) } ?? "").utf8)
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        let beside = "\(path).new-\(random)"
        do throws(FileError) {
            try text.span.withUnsafeBytes { bytes throws(FileError) in
                try NewFile.write(bytes, at: beside, mode: 0o644)
            }
            guard rename(beside, path) == 0 else {
                let failure = errno
                unlink(beside)
                throw .failed(call: "rename", errno: failure)
            }
        } catch {
            throw fail("\(path) can't be written: \(error)")
        }
    }

    private func remove() throws -> Bool {
        if unlink(path) == 0 { return true }
        guard errno != ENOENT else { return false }
        throw fail(
            "\(path) can't be removed: \(FileError.failed(call: "unlink", errno: errno))")
    }

    private func fail(_ message: String) -> ExitCode {
        complain("distrib-fcgi: error: \(message); \(name) is as it was")
        return Exit.systemError
    }
}
