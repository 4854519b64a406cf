import Distribution
import FastCGI

@testable import Observation

/// A snapshot with everything in it.
func exampleSnapshot() -> Snapshot {
    var counters = ServerCounters()
    counters.openConnections = 12
    counters.acceptedConnections = 34_567
    counters.refusedBeyondLimit = 1
    counters.refusedWithoutDescriptor = 2
    counters.refusedPeers = 3
    counters.protocolFaults = 4
    counters.requestsTimedOut = 5
    counters.peersVanished = 6
    counters.answersLost = 7
    var process = ProcessFacts()
    process.cpuSeconds = 1.25
    process.residentBytes = 10_485_760
    process.virtualBytes = 123_456_789
    process.openDescriptors = 40
    process.descriptorLimit = 65_536
    return Snapshot(
        now: 1_700_000_100,
        program: ProgramFacts(
            version: "0.1.0", libfcgi: "libfcgi.so.0.0.0", startedAt: 1_700_000_000, uptime: 100),
        process: process,
        configuration: ConfigurationFacts(
            file: "/etc/distrib/distrib.yaml", identity: "0123456789abcdef" + "00", generation: 3,
            loadedAt: 1_700_000_050, failedReloads: 1, failedSince: 1_700_000_060),
        connections: ConnectionFacts(open: 12, limit: 16_384, keptBack: 64, ofWorkers: [7, 5]),
        counters: counters,
        durations: RequestDurations(
            counts: [1, 2, 3] + Array(repeating: 0, count: 13) + [4], nanoseconds: 8_000_300_000),
        refusals: [
            Snapshot.Count(label: "bad-request", count: 8),
            Snapshot.Count(label: "prefetch", count: 9),
        ],
        pools: [
            pool(line: exampleLine),
            PoolFacts(
                name: "app.net", site: nil, groups: [], isDraining: false, signals: [],
                classes: [ClassFacts(name: "normal", isBusy: false)], decisions: []),
        ])
}

func pool(
    isDraining: Bool = false, signals: [SignalFacts] = exampleSignals, line: LineFacts? = nil,
    peers: [PeerFacts] = examplePeers
) -> PoolFacts {
    PoolFacts(
        name: "app.com", site: "boston.app.com",
        groups: [
            GroupFacts(name: "americas.app.com", sites: ["boston.app.com", "chicago.app.com"]),
            GroupFacts(name: "europe.app.com", sites: ["geneva.app.com"]),
        ],
        isDraining: isDraining, signals: signals,
        classes: [
            ClassFacts(
                name: "staff", isBusy: false, admitted: 4,
                refused: [
                    Snapshot.Count(label: "signal", count: 0),
                    Snapshot.Count(label: "rate", count: 2),
                ]),
            ClassFacts(
                name: "normal", isBusy: signals.contains(where: \.isBusy), shed: 0.3,
                refused: [
                    Snapshot.Count(label: "signal", count: 3),
                    Snapshot.Count(label: "rate", count: 5),
                ]),
        ],
        rate: RateFacts(tokens: 12.5, sessionsPerSecond: 50), line: line, peers: peers,
        decisions: [
            DecisionCount(
                row: "1a", label: "lockdown", condition: "Host is the Pool Name",
                sinceStart: 12_345, lastMinute: 60),
            DecisionCount(
                row: "3a", label: "start", condition: "free", sinceStart: 0, lastMinute: 0),
        ])
}

let exampleSignals = [
    SignalFacts(
        name: "load_average", explanation: "load average 1.72", value: 1.72, isBusy: true, age: 0.5,
        thresholds: [("above", 1.5), ("resume_below", 1)], failures: 0),
    SignalFacts(
        name: "file \"/run\\x\"", explanation: "it can't be read <&>", value: nil, isBusy: false,
        age: nil, thresholds: [], failures: 3),
]

let examplePeers = [
    PeerFacts(
        site: "chicago.app.com", state: .free, room: 40, age: 0.72, clockOffset: 0, answers: 1200),
    PeerFacts(
        site: "geneva.app.com", state: .down, age: 125, clockOffset: -3.96, isClockDoubtful: true,
        trouble: "connect: refused", answers: 3, failures: 64),
    PeerFacts(site: "oslo.app.com", state: .unknown),
]

let exampleLine = LineFacts(
    isStanding: true, rebuilding: nil,
    classes: [
        WaitingFacts(
            name: "staff", waiting: 0, called: 4, expectedWait: 0, frontier: 1_700_000_099_500),
        WaitingFacts(
            name: "normal", waiting: 1200, called: 345, expectedWait: 95.2,
            frontier: 1_700_000_003_250),
    ])
