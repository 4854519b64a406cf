import Settings
import Testing

/// A file with something wrong in it, and what is said of it, to the letter.
struct Mistake: CustomTestStringConvertible, Sendable {
    let label: String
    let base: Base
    let text: String
    let expected: String

    /// What stands before the text.
    enum Base: String, Sendable {
        case none = ""
        /// A Pool with one Site; four lines.
        case small = """
            pools:
              - pool: app.com
                sites:
                  - site: boston.app.com

            """
        /// A Pool with two Groups, up to the settings of the proper Group; nine lines.
        case groups = """
            pools:
              - pool: app.com
                sites: [{ site: boston.app.com }, { site: geneva.app.com }]
                groups:
                  - group: us.app.com
                    sites: [boston.app.com]
                  - group: eu.app.com
                    sites: [geneva.app.com]
                proper_group:

            """
    }

    init(_ label: String, _ base: Base, _ text: String, _ expected: String) {
        self.label = label
        self.base = base
        self.text = text
        self.expected = expected
    }

    var file: String { "\(base.rawValue)\(text)\n" }
    var testDescription: String { label }
}

@Suite("Mistakes in a configuration")
struct MistakeTests {
    private static let all =
        Mistake.structureMistakes + Mistake.syntaxMistakes + Mistake.characterMistakes
        + Mistake.colonMistakes + Mistake.aliasMistakes + Mistake.nameMistakes
        + Mistake.nameValueMistakes
        + Mistake.ringMistakes + Mistake.neighbouringMistakes + Mistake.markerMistakes
        + Mistake.answerMistakes + Mistake.cookieMistakes
        + Mistake.rememberedSiteMistakes + Mistake.proxyMistakes
        + Mistake.dnsMistakes + Mistake.webServerMistakes + Mistake.signalMistakes
        + Mistake.probeMistakes
        + Mistake.ruleMistakes
        + Mistake.conditionMistakes + Mistake.admissionMistakes + Mistake.waitingMistakes
        + Mistake.peersMistakes + Mistake.modeMistakes + Mistake.sharingMistakes

    @Test("Each is reported at its place, to the letter", arguments: all)
    func reported(_ mistake: Mistake) {
        #expect(Self.report(on: mistake.file)?.rendered == mistake.expected)
    }

    @Test(
        "What is only doubtful is a warning, and does not hinder",
        arguments: Mistake.doubtfulSettings)
    func warned(_ mistake: Mistake) throws {
        let configuration = try Configuration.parse(mistake.file, file: "distrib.yaml")
        #expect(Report(configuration.warnings).rendered == mistake.expected)
        #expect(configuration.warnings.allSatisfy { $0.severity == .warning })
    }

    /// Nil where nothing is wrong.
    static func report(on text: String) -> Report? {
        do {
            _ = try Configuration.parse(text, file: "distrib.yaml")
            return nil
        } catch {
            return error
        }
    }
}
