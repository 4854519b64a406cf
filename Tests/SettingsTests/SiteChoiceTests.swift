import Settings
import Testing
import Topology

@Suite("Which Site this is")
struct SiteChoiceTests {
    private static let pools = """
        pools:
          - pool: app.com
            sites: [{ site: boston.app.com }, { site: geneva.app.com }]
          - pool: app.org
            sites: [{ site: paris.app.org }]
        """

    struct Choice: CustomTestStringConvertible, Sendable {
        let label: String
        var file = ""
        var commandLine: [String] = []
        var environment: String?
        let expected: [Int?]
        var testDescription: String { label }
    }

    @Test(
        "The command line comes before the file, the file before the environment",
        arguments: [
            Choice(
                label: "command line", file: "site: boston.app.com",
                commandLine: ["geneva.app.com"], environment: "boston.app.com", expected: [1, nil]),
            Choice(
                label: "file", file: "site: boston.app.com", environment: "geneva.app.com",
                expected: [0, nil]),
            Choice(label: "environment", environment: "geneva.app.com", expected: [1, nil]),
            Choice(
                label: "several on the command line",
                commandLine: ["paris.app.org", "Boston.app.com."], expected: [0, 0]),
            Choice(
                label: "several in the file", file: "site: [geneva.app.com, paris.app.org]",
                expected: [1, 0]),
            Choice(
                label: "several in the environment",
                environment: " geneva.app.com , paris.app.org,", expected: [1, 0]),
            Choice(
                label: "the same Site twice", commandLine: ["boston.app.com", "boston.app.com"],
                expected: [0, nil]),
        ])
    func chosen(_ row: Choice) throws {
        let configuration = try Configuration.parse(
            "\(row.file)\n\(Self.pools)", file: "distrib.yaml")
        let sites = try configuration.chosenSites(
            commandLine: row.commandLine, environment: row.environment)
        #expect(sites == row.expected.map { $0.map(Site.ID.init) })
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let label: String
        var commandLine: [String] = []
        var environment: String?
        let expected: String
        var testDescription: String { label }
    }

    @Test(
        "What names no Site is refused",
        arguments: [
            Refusal(
                label: "nothing",
                expected: """
                    distrib.yaml: error: nothing says which Site this is: give --site NAME, \
                    "site: NAME" in the file, or DISTRIB_SITE=NAME in the environment; the Sites \
                    are boston.app.com, geneva.app.com, paris.app.org
                    """),
            Refusal(
                label: "an empty environment variable", environment: " , ",
                expected: """
                    distrib.yaml: error: nothing says which Site this is: give --site NAME, \
                    "site: NAME" in the file, or DISTRIB_SITE=NAME in the environment; the Sites \
                    are boston.app.com, geneva.app.com, paris.app.org
                    """),
            Refusal(
                label: "a misspelt name", commandLine: ["bosten.app.com"],
                expected: """
                    distrib.yaml: error: --site "bosten.app.com" is not a Site of any pool; did \
                    you mean "boston.app.com"?
                    """),
            Refusal(
                label: "the first label alone", environment: "paris",
                expected: """
                    distrib.yaml: error: DISTRIB_SITE "paris" is not a Site of any pool; did you \
                    mean "paris.app.org"?
                    """),
            Refusal(
                label: "an unknown and a malformed name",
                commandLine: ["www.example.com", "a b"],
                expected: """
                    distrib.yaml: error: --site "www.example.com" is not a Site of any pool; the \
                    Sites are boston.app.com, geneva.app.com, paris.app.org
                    distrib.yaml: error: --site "a b": the name has a character that DNS names \
                    lack: byte 32
                    """),
            Refusal(
                label: "two Sites of one pool", commandLine: ["boston.app.com", "geneva.app.com"],
                expected: """
                    distrib.yaml: error: --site names two Sites of the pool app.com, \
                    boston.app.com and geneva.app.com; a process can be only one Site of each pool
                    """),
        ])
    func refused(_ row: Refusal) throws {
        let configuration = try Configuration.parse(Self.pools, file: "distrib.yaml")
        #expect {
            try configuration.chosenSites(
                commandLine: row.commandLine, environment: row.environment)
        } throws: { error in
            (error as? Report)?.rendered == row.expected
        }
    }
}
