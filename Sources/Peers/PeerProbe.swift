internal import Distribution
internal import Probing
internal import Synchronization
internal import SystemCalls
internal import Topology

/// Asks one Site again and again, on a thread of its own, so that a Site that hangs holds up no other.
final class PeerProbe: Sendable {
    let site: Site.ID
    private let targets: [HTTPLocation]
    private let policy: PeerPolicy
    private let signer: (any Signer)?
    private let publish: @Sendable (PeerView, PeerView) -> Void
    private let view: Mutex<PeerView>
    private let wakeUp: WakeUp
    private let isEnded = Atomic<Bool>(false)
    private let thread = Mutex<SystemThread?>(nil)

    /// - Parameters:
    ///   - targets: at each of the Site's addresses; whichever answered last is asked first
    ///   - view: what was known before
    ///   - publish: is told what was known before and what is known now, on this probe's thread
    init(
        of site: Site.ID, at targets: [HTTPLocation], _ policy: PeerPolicy,
        _ signer: (any Signer)?, knowing view: PeerView,
        publish: @escaping @Sendable (PeerView, PeerView) -> Void
    ) throws(SystemCallError) {
        self.site = site
        self.targets = targets
        self.policy = policy
        self.signer = signer
        self.publish = publish
        self.view = Mutex(view)
        wakeUp = try WakeUp()
        let thread = try SystemThread(stackBytes: 128 << 10) { [self] in run() }
        self.thread.withLock { $0 = thread }
    }

    var currentView: PeerView { view.withLock { $0 } }

    func end() {
        isEnded.store(true, ordering: .releasing)
        wakeUp.signal()
    }

    func join(until deadline: Int64) { thread.withLock { $0.take() }?.join(until: deadline) }

    private func run() {
        var address = 0
        var conversation = HTTPConversation(with: targets[address])
        var isWakened = false
        while !isWakened, !isEnded.load(ordering: .acquiring) {
            let began = monotonicNanoseconds()
            let before = currentView
            var after = before
            var failure = ask(&conversation, &after, until: began + timeout)
            for _ in targets.dropFirst() where failure != nil && failure != .late {
                address = (address + 1) % targets.count
                conversation = HTTPConversation(with: targets[address])
                failure = ask(&conversation, &after, until: began + timeout)
            }
            if let failure {
                after.fail("\(failure)", at: monotonicNanoseconds())
                // One that hangs is not waited for again where the Site has another address.
                address = (address + 1) % targets.count
                conversation = HTTPConversation(with: targets[address])
            }
            view.withLock { [after] in $0 = after }
            publish(before, after)
            isWakened = wakeUp.wait(until: began + spreadInterval())
        }
    }

    private var timeout: Int64 { policy.timeout.nanoseconds }

    /// - Returns: why there was no answer
    private func ask(
        _ conversation: inout HTTPConversation, _ view: inout PeerView, until deadline: Int64
    ) -> ProbeFailure? {
        let asked = wallClock()
        do throws(ProbeFailure) {
            let answer = try conversation.get(until: deadline)
            let answered = wallClock()
            view.take(
                report(answer.fields, at: Int64(answered)), asked: asked, answered: answered,
                at: monotonicNanoseconds())
            return nil
        } catch {
            return error
        }
    }

    private func report(
        _ fields: [String: String], at now: Int64
    ) -> Result<SiteReport, SiteReport.Fault> {
        do throws(SiteReport.Fault) {
            let field = fields["\(SiteReport.fieldName)".lowercased()]
            return .success(try SiteReport.read(field, signer, at: now))
        } catch {
            return .failure(error)
        }
    }

    /// So that the Sites of a Pool that were started together do not ask together for ever.
    private func spreadInterval() -> Int64 {
        Int64(Double(policy.interval.nanoseconds) * Double.random(in: 0.8...1.2))
    }
}

/// Seconds since 1970.
private func wallClock() -> Double { Double(wallClockMilliseconds()) / 1000 }
