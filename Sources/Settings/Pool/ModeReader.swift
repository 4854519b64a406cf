import Distribution
import Topology

/// `mode`: for whom decisions are carried out.
struct ModeReader {
    let reading: Reading

    private enum Word: String { case enforce, observe }

    /// - Parameter pool: nil where the Pool Name is wrong, which is an error already
    func read(_ section: Section, pool: HostName?) -> Enforcement {
        guard let node = section["mode"] else { return .all }
        if node.pairs != nil {
            guard let section = section.section("mode", keys: [Word.enforce.rawValue]),
                let node = section.required(Word.enforce.rawValue)
            else { return .all }
            return share(node, of: pool)
        }
        switch reading.choice(node, "\"mode\"", among: [Word.enforce, .observe]) {
        case .observe: return .none
        case .enforce, nil: return .all
        }
    }

    private func share(_ node: Node, of pool: HostName?) -> Enforcement {
        guard let text = reading.text(node, "\"enforce\"") else { return .all }
        guard text.hasSuffix("%"), let percent = Int(text.dropLast()), (1...100).contains(percent)
        else {
            reading.error(
                "\"enforce\" must be a share of the clients from 1% to 100%, not \(Quoting.quoted(text)); "
                    + "to enforce nothing, write \"mode: observe\"", at: node)
            return .all
        }
        return pool.map { Enforcement(percent: percent, of: $0) } ?? .all
    }
}
