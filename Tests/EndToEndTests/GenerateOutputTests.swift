import Foundation
import RealPrograms
import Subprocess
import SystemPackage
import Testing

extension EndToEnd {
    /// Where generated files go, and what becomes of those that are there.
    @Suite struct GenerateOutputTests: GenerateRuns {
        @Test func `Files are printed, or written as they were printed`() async throws {
            try await FilePath.temporary { directory in
                try write(Topologies.smallest, to: directory.appending("distrib.yaml"))
                let printed = try await Program(
                    path: Places.component,
                    arguments: ["generate", "gdnsd", "--config", "\(directory)/distrib.yaml"]
                ).outcome()
                let written = try await generate(["gdnsd"], directory)
                let made = directory.appending("made")
                #expect(
                    written.text == "\(made)/config: written\n\(made)/zones/app.com: written\n")
                let files = try ["config", "zones/app.com"].map {
                    try Places.text(made.appending($0))
                }
                #expect(printed.text == files.joined(separator: "\n"))
                for (name, text) in zip(["config", "zones/app.com"], files) {
                    #expect(
                        text.dropFirst(2).hasPrefix(
                            "\(name): made by distrib-fcgi generate gdnsd from "
                                + "\(directory)/distrib.yaml.\n"))
                }
                let again = try await generate(["gdnsd"], directory)
                #expect(again.status == .exited(0))
            }
        }

        @Test func `Nothing is written over what was not generated, and nothing beside it`()
            async throws
        {
            try await FilePath.temporary { directory in
                try write(Topologies.smallest, to: directory.appending("distrib.yaml"))
                let zone = directory.appending("made/zones/app.com")
                try FileManager.default.createDirectory(
                    atPath: zone.removingLastComponent().string, withIntermediateDirectories: true)
                try write("; by hand\n", to: zone)
                let outcome = try await generate(["gdnsd"], directory)
                #expect(outcome.status == .exited(71))
                #expect(
                    outcome.text == "distrib-fcgi: error: \(zone) is there already, and was not "
                        + "generated; nothing was written\n")
                #expect(try Places.text(zone) == "; by hand\n")
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: "\(directory)/made")
                        == ["zones"])
            }
        }

        @Test func `What others put beside a generated file stays, and modes stay`() async throws {
            try await FilePath.temporary { directory in
                try write(Topologies.smallest, to: directory.appending("distrib.yaml"))
                _ = try await generate(["gdnsd"], directory)
                let made = directory.appending("made")
                try #require(chmod(made.appending("config").string, 0o600) == 0)
                try write("mine", to: made.appending("mine"))
                try FileManager.default.createSymbolicLink(
                    atPath: made.appending("config.new").string, withDestinationPath: "mine")
                let again = try await generate(["gdnsd"], directory)
                #expect(again.status == .exited(0))
                #expect(try Places.text(made.appending("mine")) == "mine")
                let names = try FileManager.default.contentsOfDirectory(atPath: made.string)
                #expect(names.sorted() == ["config", "config.new", "mine", "zones"])
                let attributes = try FileManager.default.attributesOfItem(
                    atPath: made.appending("config").string)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
        }

        @Test func `What was edited by hand stays under another name`() async throws {
            try await FilePath.temporary { directory in
                try write(Topologies.smallest, to: directory.appending("distrib.yaml"))
                _ = try await generate(["gdnsd"], directory)
                let made = directory.appending("made")
                let generated = try Places.text(made.appending("zones/app.com"))
                for number in 1...2 {
                    let edited = generated + "\(number) TXT edited\n"
                    try write(edited, to: made.appending("zones/app.com"))
                    let again = try await generate(["gdnsd"], directory)
                    #expect(again.status == .exited(0))
                    let copy = made.appending("zones/.app.com.edited-\(number)")
                    #expect(
                        again.text.contains(
                            "distrib-fcgi: warning: \(made)/zones/app.com had been edited by hand, as "
                                + "its checksum says; what it was is now \(copy)\n"))
                    #expect(try Places.text(copy) == edited)
                    #expect(try Places.text(made.appending("zones/app.com")) == generated)
                }
                let last = try await generate(["gdnsd"], directory)
                #expect(!last.text.contains("warning"))
                // The nameserver reads every file in "zones" but these.
                #expect(try await gdnsdCheck(of: made).status == .exited(0))
            }
        }

        @Test func `Links are not followed`() async throws {
            try await FilePath.temporary { directory in
                try write(Topologies.smallest, to: directory.appending("distrib.yaml"))
                _ = try await generate(["gdnsd"], directory)
                let made = directory.appending("made")
                let other = directory.appending("other")
                try FileManager.default.moveItem(
                    atPath: made.appending("config").string, toPath: other.string)
                let text = try Places.text(other)
                try FileManager.default.createSymbolicLink(
                    atPath: made.appending("config").string, withDestinationPath: other.string)
                let again = try await generate(["gdnsd"], directory)
                #expect(again.status == .exited(71))
                #expect(
                    again.text
                        == "distrib-fcgi: error: \(made)/config is a symbolic link, and links are "
                        + "not followed: give the directory of the file itself; nothing was written\n"
                )
                #expect(try Places.text(other) == text)
            }
        }

        @Test func `A mistyped path does not become a tree of directories`() async throws {
            try await FilePath.temporary { directory in
                try write(Topologies.smallest, to: directory.appending("distrib.yaml"))
                let outcome = try await Program(
                    path: Places.component,
                    arguments: [
                        "generate", "gdnsd", "--config", "\(directory)/distrib.yaml", "--output",
                        "\(directory)/typo/made",
                    ]
                ).outcome()
                #expect(outcome.status == .exited(71))
                #expect(
                    outcome.text
                        == "distrib-fcgi: error: there is no directory \(directory)/typo: make "
                        + "it first, or correct --output; nothing was written\n")
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: directory.string)
                        == ["distrib.yaml"])
            }
        }

        @Test func `A line break in the path of the configuration becomes no line`() async throws {
            try await FilePath.temporary { directory in
                let file = directory.appending("a\nlisten => any.yaml")
                try write(Topologies.smallest, to: file)
                for server in ["gdnsd", "powerdns"] {
                    let outcome = try await Program(
                        path: Places.component,
                        arguments: ["generate", server, "--config", file.string]
                    ).outcome()
                    #expect(outcome.status == .exited(0))
                    #expect(outcome.text.contains("a\\u{a}listen => any.yaml.\n"))
                    #expect(!outcome.text.contains("\nlisten => any"))
                }
                let output = try await Program(
                    path: Places.component,
                    arguments: [
                        "generate", "powerdns", "--config", file.string, "--output",
                        "\(directory)/a\nb",
                    ]
                ).outcome()
                #expect(output.status == .exited(78))
                #expect(
                    output.text.contains(
                        "PowerDNS's settings name the directory of the files, and can't name one with a "
                            + "blank, a quote, a backslash or a control character in its path"))
            }
        }

        @Test func `Where a directory stands in the way, nothing is written`() async throws {
            try await FilePath.temporary { directory in
                try write(Topologies.smallest, to: directory.appending("distrib.yaml"))
                try write("", to: directory.appending("made"))
                let outcome = try await generate(["gdnsd"], directory)
                #expect(outcome.status == .exited(71))
                #expect(outcome.text.hasPrefix("distrib-fcgi: error: "))
                #expect(outcome.text.hasSuffix("; nothing was written\n"))
            }
        }

        @Test func `Files of an earlier run that are made no more are named, and stay`()
            async throws
        {
            try await FilePath.temporary { directory in
                let made = directory.appending("made")
                try write(Topologies.twoZones, to: directory.appending("distrib.yaml"))
                let first = try await generate(["gdnsd"], directory)
                #expect(!first.text.contains("warning"), "\(first.text)")
                // What others made, and what was made of something else.
                try write("; by hand\n", to: made.appending("zones/example.net"))
                let copy = try Places.text(made.appending("zones/app.com"))
                try write(copy, to: made.appending("zones/app.com.kept"))
                try write(copy, to: made.appending("app.com"))
                try write(Topologies.smallest, to: directory.appending("distrib.yaml"))
                _ = try await generate(["powerdns"], directory)

                for _ in 1...2 {
                    let next = try await generate(["gdnsd"], directory)
                    #expect(next.status == .exited(0))
                    let warnings = next.text.split(separator: "\n").filter {
                        $0.contains("warning")
                    }
                    #expect(
                        warnings == [
                            "distrib-fcgi: warning: \(made)/zones/example.org: an earlier run made "
                                + "it, this one made no such file; it stays until you delete it"
                        ])
                }
                // Which is why they are named.
                let zones = made.appending("zones")
                for others in ["example.net", "app.com.kept"] {
                    try FileManager.default.removeItem(atPath: zones.appending(others).string)
                }
                #expect(try await gdnsdCheck(of: made).status != .exited(0))
                try FileManager.default.removeItem(atPath: zones.appending("example.org").string)
                #expect(try await gdnsdCheck(of: made).status == .exited(0))

                try write(Topologies.twoNameservers, to: directory.appending("distrib.yaml"))
                let apart = try await generate(["gdnsd"], directory)
                for name in ["config", "zones/app.com"] {
                    #expect(apart.text.contains("warning: \(made)/\(name): "), "\(apart.text)")
                }
                #expect(apart.text.split(separator: "\n").count { $0.contains("warning") } == 2)
            }
        }

        @Test func `Where a file can't be replaced, it is said which are the new ones`()
            async throws
        {
            try await FilePath.temporary { directory in
                let made = directory.appending("made")
                try write(Topologies.twoZones, to: directory.appending("distrib.yaml"))
                _ = try await generate(["gdnsd"], directory)
                let old = try Places.text(made.appending("config"))

                for (blocked, consequence) in [
                    ("config", "nothing was written"),
                    (
                        "zones/app.com",
                        "written: \(made)/config; not written: \(made)/zones/app.com, "
                            + "\(made)/zones/example.org; they do not belong together before "
                            + "another run has written them all"
                    ),
                ] {
                    let outcome = try await generateWhereMounted(made.appending(blocked), directory)
                    #expect(outcome.status == .exited(71))
                    #expect(
                        outcome.text == "distrib-fcgi: error: \(made)/\(blocked): "
                            + "Device or resource busy; \(consequence)\n")
                }
                #expect(try Places.text(made.appending("config")) != old)
                let names = try FileManager.default.subpathsOfDirectory(atPath: made.string)
                #expect(
                    names.sorted() == ["config", "zones", "zones/app.com", "zones/example.org"])
            }
        }

        /// From a configuration of another name, while the kernel refuses to replace `file`.
        private func generateWhereMounted(
            _ file: FilePath, _ directory: FilePath
        ) async throws -> Program.Outcome {
            try write(Topologies.twoZones, to: directory.appending("other.yaml"))
            let command = [
                Places.component.string, "generate", "gdnsd", "--config", "\(directory)/other.yaml",
                "--output", "\(directory)/made",
            ]
            return try await Program(
                path: try Places.tool("unshare"),
                arguments: ["--map-root-user", "--mount", "sh", "-c"]
                    + ["mount --bind \(file) \(file) && exec \"$@\"", "sh"] + command
            ).outcome()
        }
    }
}
