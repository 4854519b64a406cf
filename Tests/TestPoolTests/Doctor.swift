import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

/// `distrib-fcgi doctor` on one machine of the pool.
struct Doctor {
    let pool: TestPool
    let machine: Machine

    struct Seen: Decodable, CustomStringConvertible {
        let check: String
        let object: String
        let verdict: String
        let seen: String
        let remedy: String?

        var description: String {
            "\(verdict) \(check) \(object): \(seen)\n    -> \(remedy ?? "nothing to do")"
        }
    }

    struct Findings {
        let status: Int
        let all: [Seen]

        /// What is wrong.
        var wrong: [Seen] { all.filter { $0.verdict == "fault" || $0.verdict == "warning" } }
    }

    private struct Output: Decodable {
        struct Pool: Decodable { let checks: [Seen] }
        let pools: [Pool]
    }

    /// - Parameter configuration: in place of the machine's own
    func examine(configuration: FilePath? = nil) async throws -> Findings {
        let file = configuration ?? machine.directory.appending("distrib.yaml")
        let authority = pool.authority.map { ["--ca-file", $0.certificate.string] } ?? []
        let outcome = try await Program(
            path: Places.tool("ip"),
            arguments: [
                "netns", "exec", machine.name, Places.component.string, "doctor", "--config",
                file.string, "--site", machine.siteName, "--echo", "/static/echo", "--json",
            ] + authority
        ).outcome()
        guard let status = [0, 1, 2].first(where: { outcome.status == .exited($0) }),
            let output = try? JSONDecoder().decode(Output.self, from: Data(outcome.text.utf8))
        else { throw Mishap("doctor: \(outcome.status)\n\(outcome.text)") }
        return Findings(status: Int(status), all: output.pools.flatMap(\.checks))
    }
}

/// A mistake of an operator, which doctor is to find, and nothing of which is left after it.
struct PlantedMistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The machine on which doctor runs, and on which most mistakes are made.
    var machine = "boston"
    /// What is found: the check, its verdict, and a part of what it says.
    let check: String
    var verdict = "fault"
    let seen: String
    /// A part of the remedy.
    let remedy: String
    let plant: @Sendable (TestPool, Machine) async throws -> Void
    let mend: @Sendable (TestPool, Machine) async throws -> Void
    /// Of doctor alone, in place of the machine's.
    var configuration: (@Sendable (String) throws -> String)?

    func isAmong(_ findings: Doctor.Findings) -> Bool {
        findings.wrong.contains {
            $0.check == check && $0.verdict == verdict && $0.seen.contains(seen)
                && ($0.remedy ?? "").contains(remedy)
        }
    }
}

extension PlantedMistake {
    /// Other words in a file of the machine's web server.
    static func edited(
        _ what: String, _ file: String, _ pairs: [(String, String)], on machine: String = "boston",
        _ check: String, _ seen: String, _ remedy: String, verdict: String = "fault"
    ) -> PlantedMistake {
        PlantedMistake(
            testDescription: what, machine: machine, check: check, verdict: verdict, seen: seen,
            remedy: remedy,
            plant: { _, machine in
                let text = try Places.text(machine.directory.appending(file))
                try machine.directory.write("\(file).good", text)
                try machine.directory.write(file, try text.with(pairs))
                try await machine.tellWebServer("reload")
            },
            mend: { _, machine in
                let good = machine.directory.appending("\(file).good")
                try machine.directory.write(file, try Places.text(good))
                try FileManager.default.removeItem(atPath: good.string)
                try await machine.tellWebServer("reload")
            })
    }

    /// Another configuration, of which doctor alone knows.
    static func configured(
        _ what: String, _ pairs: [(String, String)], _ check: String, _ seen: String,
        _ remedy: String, verdict: String = "fault"
    ) -> PlantedMistake {
        PlantedMistake(
            testDescription: what, check: check, verdict: verdict, seen: seen, remedy: remedy,
            plant: { _, _ in }, mend: { _, _ in }, configuration: { try $0.with(pairs) })
    }

    /// Other records in the zone.
    static func zone(
        _ what: String, _ pairs: [(String, String)], _ check: String, _ seen: String,
        _ remedy: String, verdict: String = "fault"
    ) -> PlantedMistake {
        PlantedMistake(
            testDescription: what, check: check, verdict: verdict, seen: seen, remedy: remedy,
            plant: { pool, _ in try await pool.nameservers.editZone { try $0.with(pairs) } },
            mend: { pool, _ in try await pool.nameservers.editZone(nil) })
    }

    /// Another owner of the component's socket.
    static func socket(on machine: String) -> PlantedMistake {
        PlantedMistake(
            testDescription: "the socket of \(machine) is root's alone", machine: machine,
            check: "socket",
            seen:
                "it is root:root, mode 0660: the web server's user www-data can't connect, and distributes nothing",
            remedy: "-G www-data -M 0660",
            plant: { _, machine in
                try await command("chgrp", "root", "\(machine.directory)/distrib.sock")
            },
            mend: { _, machine in
                try await command("chgrp", "www-data", "\(machine.directory)/distrib.sock")
            })
    }
}
