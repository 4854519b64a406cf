import Distribution
import Signing
import Topology

/// `marker`: placement, freshness and keys.
struct MarkerReader {
    let reading: Reading

    struct Result {
        var policy = MarkerPolicy()
        /// Empty where nothing is signed.
        var keys: [SigningKey] = []

        func signer(of pool: HostName, _ purpose: SigningPurpose = .marker) -> KeyRing? {
            keys.isEmpty ? nil : KeyRing(pool: pool, keys: keys, purpose: purpose)
        }
    }

    func read(_ section: Section, pool: HostName?) -> Result {
        let keys = ["name", "ttl", "clock_tolerance", "placement", "keys"]
        guard let marker = section.section("marker", keys: keys) else { return Result() }
        let name = marker["name"].flatMap { readName($0) }
        let ttl = marker.seconds("ttl", atLeast: 1, default: 60)
        let tolerance = marker.seconds("clock_tolerance", atLeast: 0, default: 5)
        warn(marker, ttl: ttl, tolerance: tolerance)
        let placement = marker.choice("placement", among: [MarkerPolicy.Placement.path, .query])
        let signingKeys = readKeys(marker)
        let signer = pool.flatMap { pool in
            signingKeys.isEmpty ? nil : KeyRing(pool: pool, keys: signingKeys)
        }
        let policy = MarkerPolicy(
            name: name ?? "\(MarkerName.distrib)", placement: placement ?? .path, ttl: ttl,
            clockTolerance: tolerance, signer: signer)
        return Result(policy: policy, keys: signingKeys)
    }

    private func readName(_ node: Node) -> String? {
        guard let text = reading.text(node, "\"name\"") else { return nil }
        if MarkerName(text) != nil { return text }
        reading.error(
            "\(Quoting.quoted(text)) can't be a marker's name: write 1 to 15 letters, digits, \"-\" or "
                + "\"_\"", at: node)
        return nil
    }

    private func warn(_ marker: Section, ttl: Int64, tolerance: Int64) {
        if ttl < 10, let node = marker["ttl"] {
            reading.warn(
                "a marker that is fresh for \(ttl)s may expire before a slow client comes back "
                    + "with it; 60s is usual", at: node)
        }
        if tolerance >= ttl, let node = marker["clock_tolerance"] ?? marker["ttl"] {
            reading.warn(
                "the clock tolerance of \(tolerance)s is not below the ttl of \(ttl)s: "
                    + "a Site whose clock is that far behind sends markers that have expired",
                at: node)
        }
    }

    private func readKeys(_ marker: Section) -> [SigningKey] {
        var lines: [String: Int] = [:]
        return (marker.list("keys") ?? []).compactMap { node in
            guard let section = Section(node, "a key", keys: ["id", "file"], reading) else {
                return nil
            }
            let idNode = section.required("id")
            let id = idNode.flatMap { readID($0) }
            let bytes = section.required("file").flatMap { readFile($0) }
            guard let id, let idNode else { return nil }
            if let line = lines[id] {
                reading.error(
                    "the key id \(Quoting.quoted(id)) is already at line \(line)", at: idNode)
                return nil
            }
            lines[id] = idNode.line
            return bytes.flatMap { SigningKey(id: id, bytes: $0) }
        }
    }

    private func readID(_ node: Node) -> String? {
        guard let text = reading.text(node, "\"id\"") else { return nil }
        if SigningKey.isID(text) { return text }
        reading.error(
            "\(Quoting.quoted(text)) can't be a key id: "
                + "write 1 to 32 letters, digits, \"-\" or \"_\"", at: node)
        return nil
    }

    private func readFile(_ node: Node) -> [UInt8]? {
        guard let text = reading.text(node, "\"file\"") else { return nil }
        do {
            return try KeyFile.read(at: reading.path(text))
        } catch {
            reading.error("\(error)", at: node)
            return nil
        }
    }
}
