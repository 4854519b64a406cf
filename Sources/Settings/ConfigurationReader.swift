import Distribution
import Fields
import Glibc
import Signing
import SystemCalls
import Topology

extension Configuration {
    /// The largest size of a configuration file, in bytes.
    private static let sizeLimit = 16 << 20

    /// Reads and checks the file, and the key files and the template that it names.
    /// - Throws: everything that is wrong with it.
    package static func load(path: String) throws(Report) -> Configuration {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try SmallFile.read(at: path, limit: sizeLimit).bytes
        } catch {
            let message = "the configuration can't be read: \(error)\(advice(error))"
            throw Report([Finding(file: path, message: message)])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Report([notUTF8(bytes, file: path)])
        }
        var configuration = try parse(text, file: path)
        configuration.identity = Fingerprint.sha256(of: bytes)
        return configuration
    }

    /// What to do about a file that can't be read.
    private static func advice(_ error: FileError) -> String {
        switch error {
        case .failed(_, ENOENT):
            "; --config FILE names another one, and conf-examples has some to begin with"
        case .failed(_, EACCES): "; the user that distrib-fcgi runs as must be able to read it"
        case .failed, .notRegular, .tooLarge: ""
        }
    }

    /// - Parameters:
    ///   - text: the configuration in YAML
    ///   - file: its path, for messages; relative paths within it start at its directory
    /// - Returns: the configuration, with warnings.
    /// - Throws: everything that is wrong with it, in the order of the file.
    package static func parse(_ text: String, file: String) throws(Report) -> Configuration {
        let source = SourceText(file: file, text: text)
        let document = Document(source)
        let reading = Reading(source: source, document: document)
        var configuration: Configuration?
        if let root = document.root {
            configuration = ConfigurationReader(reading: reading).read(root)
        } else if document.findings.isEmpty {
            let position = source.position(line: 1, column: 1)
            let message = "the configuration is empty: it needs \"pools\""
            throw Report([Finding(file: file, position: position, message: message)])
        }
        let findings = inOrder(reading.findings)
        guard var configuration, findings.allSatisfy({ $0.severity == .warning }) else {
            throw Report(findings)
        }
        configuration.warnings = findings
        return configuration
    }

    private static func inOrder(_ findings: [Finding]) -> [Finding] {
        findings.enumerated().sorted { one, other in
            (one.element.line ?? 0, one.element.column ?? 0, one.offset)
                < (other.element.line ?? 0, other.element.column ?? 0, other.offset)
        }.map(\.element)
    }

    private static func notUTF8(_ bytes: [UInt8], file: String) -> Finding {
        // Decoding replaces malformed bytes by U+FFFD, so that everything before them keeps its offset.
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .scalarValue = decoder.decode(&iterator) { offset += 1 }
        let text = String(decoding: bytes, as: UTF8.self)
        let index = text.unicodeScalars.index(text.startIndex, offsetBy: offset)
        let position = SourceText(file: file, text: text).position(of: index)
        return Finding(file: file, position: position, message: "the file is not UTF-8")
    }
}

/// Reads the keys at the top of the file.
private struct ConfigurationReader {
    let reading: Reading

    func read(_ root: Node) -> Configuration? {
        let keys = ["site", "trusted_proxies", "forwarded", "pools"]
        let pool = Section.Neighbour(
            keys: PoolReader.keys,
            advice: "it belongs to a pool: indent it as far as the \"pool\" of that")
        guard
            let section = Section(
                root, "the configuration", keys: keys, reading, neighbours: [pool])
        else { return nil }
        let proxies = ProxyReader(reading: reading).readProxies(section)
        let forwarded = ProxyReader(reading: reading).readForwarded(section)
        var names = NameRegister()
        var pools: [PoolConfiguration] = []
        let node = section.required("pools")
        let nodes = node?.items
        if let node, nodes?.isEmpty == true {
            reading.error("\"pools\" needs at least one pool", at: node)
        }
        if nodes?.isEmpty ?? true { names.registerUnreadPools() }
        for node in nodes ?? [] {
            if let pool = PoolReader(reading: reading).read(node, &names) { pools.append(pool) }
        }
        return Configuration(
            file: reading.source.file, sites: ownSites(section, names),
            trustedProxies: proxies.policy, trustedProxyTexts: proxies.texts, forwarded: forwarded,
            pools: pools, warnings: [])
    }

    /// `site:`, a Site Name or a list of them.
    private func ownSites(_ section: Section, _ names: NameRegister) -> [HostName] {
        guard let node = section["site"] else { return [] }
        var lines: [Int: Int] = [:]
        return reading.oneOrMore(node, "\"site\"").compactMap { node in
            guard let name = reading.name(node, "Site Name") else { return nil }
            guard let pool = names.pool(ofSite: name) else {
                guard !names.unreadSites.mayInclude(name, reading) else { return nil }
                reading.error(
                    "\(Quoting.quoted(name.description)) is not a Site of any pool"
                        + reading.suggestion(for: name.description, among: names.siteNames),
                    at: node)
                return nil
            }
            if let line = lines.updateValue(node.line, forKey: pool) {
                reading.error(
                    "\"site\" names a Site of the same pool already at line \(line); "
                        + "a process can be only one Site of each pool", at: node)
            }
            return name
        }
    }
}
