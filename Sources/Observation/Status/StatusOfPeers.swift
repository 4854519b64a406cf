internal import Distribution

extension StatusDocument {
    static func table(_ peers: [PeerFacts]) -> Table {
        Table(
            title: "Other Sites that are asked",
            columns: ["Site", "Is", "Room", "Said", "Clock", "Failures"],
            rows: peers.map { peer in
                [
                    Cell(peer.site), state(peer),
                    peer.state == .free ? Cell(peer.room) : Cell("–"),
                    Cell(peer.age.map { "\(Words.age($0)) ago" } ?? "never"), clock(peer),
                    Cell(peer.failures, peer.trouble == nil ? .plain : .warning),
                ]
            })
    }

    private static func state(_ peer: PeerFacts) -> Cell {
        let tone: Tone =
            switch peer.state {
            case .free: .good
            case .unknown, .busy, .draining: .warning
            case .down: .bad
            }
        return Cell(peer.state.rawValue, tone, note: peer.trouble)
    }

    private static func clock(_ peer: PeerFacts) -> Cell {
        guard let offset = peer.clockOffset else { return Cell("–") }
        let tenths = Words.value((abs(offset) * 10).rounded() / 10)
        let text = tenths == "0" ? "same" : "\(tenths) s \(offset < 0 ? "behind" : "ahead")"
        return Cell(
            text, peer.isClockDoubtful ? .bad : .plain,
            note: peer.isClockDoubtful ? "more than half of clock_tolerance" : nil)
    }
}
