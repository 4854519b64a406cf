internal import Distribution
internal import FastCGI
package import JSON

extension Snapshot {
    /// For programs: the same facts as on the page. Moments are seconds since 1970, durations seconds.
    package var json: JSON {
        .object([
            "now": .number(now),
            "program": .object([
                "version": .text(program.version), "libfcgi": .text(program.libfcgi),
                "started_at": .number(program.startedAt), "uptime": .number(program.uptime),
            ]),
            "configuration": configuration.json, "connections": connectionJSON,
            "requests": .object([
                "answered": .number(durations.requests),
                "seconds": .decimal(Double(durations.nanoseconds) / 1e9),
                "refused": .object(
                    Dictionary(uniqueKeysWithValues: refusals.map { ($0.label, .number($0.count)) })
                ),
            ]),
            "pools": .list(pools.map(\.json)),
        ])
    }

    private var connectionJSON: JSON {
        .object([
            "open": .number(connections.open), "limit": .number(connections.limit),
            "kept_back": .number(connections.keptBack),
            "of_workers": .list(connections.ofWorkers.map { .number($0) }),
            "accepted": .number(counters.acceptedConnections),
            "refused": .object([
                "connection-limit": .number(counters.refusedBeyondLimit),
                "no-descriptor": .number(counters.refusedWithoutDescriptor),
                "peer-not-allowed": .number(counters.refusedPeers),
            ]),
            "protocol_faults": .number(counters.protocolFaults),
            "requests_timed_out": .number(counters.requestsTimedOut),
            "peers_vanished": .number(counters.peersVanished),
            "answers_lost": .number(counters.answersLost),
        ])
    }
}

extension ConfigurationFacts {
    fileprivate var json: JSON {
        .object([
            "file": .text(file), "sha256": .text(identity), "generation": .number(generation),
            "loaded_at": .number(loadedAt),
            "reloads": .object([
                "succeeded": .number(succeededReloads), "failed": .number(failedReloads),
            ]),
            "failed_since": failedSince.map { .number($0) },
        ])
    }
}

extension PoolFacts {
    fileprivate var json: JSON {
        .object([
            "pool": .text(name), "site": site.map { .text($0) }, "state": .text(state.rawValue),
            "groups": .list(
                groups.map { group in
                    .object([
                        "group": .text(group.name),
                        "sites": .list(group.sites.map { .text($0) }),
                    ])
                }),
            "signals": .list(signals.map(\.json)),
            "classes": .list(classes.map(\.json)),
            "rate": rate.map {
                .object([
                    "tokens": .decimal($0.tokens),
                    "sessions_per_second": .decimal($0.sessionsPerSecond),
                ])
            },
            "machines": sharing?.json, "line": line?.json, "peers": .list(peers.map(\.json)),
            "enforced_share": .decimal(Double(enforcedPercent) / 100),
            "decisions": .list(decisions.map(\.json)),
        ])
    }
}

extension SharingFacts {
    fileprivate var json: JSON {
        .object([
            "configured": .number(machines), "redis": redis.map { .text($0) },
            "shared": .flag(isShared), "since": .decimal(Double(since) / 1000),
            "reason": reason.map { .text($0) }, "answering": live.map { .number($0) },
            "part": .decimal(part), "failures": .number(failures),
        ])
    }
}

extension PeerFacts {
    fileprivate var json: JSON {
        .object([
            "site": .text(site), "state": .text(state.rawValue), "room": .number(room),
            "age": age.map { .decimal($0) }, "clock_offset": clockOffset.map { .decimal($0) },
            "clock_doubtful": .flag(isClockDoubtful), "trouble": trouble.map { .text($0) },
            "answers": .number(answers), "failures": .number(failures),
        ])
    }
}

extension LineFacts {
    fileprivate var json: JSON {
        .object([
            "standing": .flag(isStanding), "rebuilding": rebuilding.map { .decimal($0) },
            "classes": .list(
                classes.map { each in
                    .object([
                        "class": .text(each.name), "waiting": .number(each.waiting),
                        "called": .number(each.called),
                        "expected_wait": each.expectedWait.map { .decimal($0) },
                        "frontier": each.frontier.map { .decimal(Double($0) / 1000) },
                    ])
                }),
        ])
    }
}

extension ClassFacts {
    fileprivate var json: JSON {
        .object([
            "class": .text(name), "busy": .flag(isBusy), "waits_in_line": .flag(waitsInLine),
            "shed": .decimal(shed),
            "admitted": .number(admitted),
            "refused": .object(
                Dictionary(uniqueKeysWithValues: refused.map { ($0.label, .number($0.count)) })),
        ])
    }
}

extension SignalFacts {
    fileprivate var json: JSON {
        .object([
            "signal": .text(name), "explanation": .text(explanation),
            "value": value.map { .decimal($0) }, "busy": .flag(isBusy),
            "readable": .flag(value != nil), "age": age.map { .decimal($0) },
            "thresholds": .object(
                Dictionary(uniqueKeysWithValues: thresholds.map { ($0.bound, .decimal($0.value)) })),
            "failures": .number(failures),
        ])
    }
}

extension DecisionCount {
    fileprivate var json: JSON {
        .object([
            "row": .text(row), "decision": .text(label), "since_start": .number(sinceStart),
            "last_minute": .number(lastMinute), "observed": .number(observed),
        ])
    }
}

extension JSON {
    fileprivate static func number(_ value: Int) -> JSON { .number(Int64(value)) }
}
