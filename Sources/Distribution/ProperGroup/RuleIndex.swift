import Fields

/// For tables of many values: leads from a value of the request to the rules that it may match, so that a look
/// does not go through all of them.
///
/// Each rule hangs at one of its tests, its *anchor*: the one whose values the fewest rules share. The values of
/// all tests stand in radix trees, one for each thing that is looked at and each way to compare. A request's
/// value brings the keys that it matches, a key the tests that have it among their values, a test the rules
/// that hang at it. Only the other tests of such a rule are looked at one by one.
///
/// What still grows with the number of rules: those that hang at the same key, where every other test of
/// theirs is as common, too; and the number of different cookies and variables that rules ask for.
struct RuleIndex: Sendable {
    /// The values of one thing that is looked at, compared in one way.
    struct Lookup: Sendable {
        let place: LookupPlace
        let tree: PrefixTrees.Tree
        /// The first rule that hangs here.
        let firstRule: Int
        /// For texts that may begin anywhere in a value: where a look is worth its while. Its number in
        /// `filters`.
        let filter: Int
    }

    /// A value of a test; equal ones of several tests are one.
    struct Key: Sendable {
        /// In the table's `texts`, or its `networks`.
        let value: Int32
        /// In `testNumbers`; those of the next key follow.
        let firstTest: Int32
    }

    var trees = PrefixTrees()
    /// Those at which rules hang, then the others.
    var lookups: [Lookup] = []
    var anchoringCount = 0
    var filters: [BeginningFilter] = []
    /// By a text's number in the trees, and one more: its first key.
    var firstKeys: [Int32] = []
    /// And one more.
    var keys: [Key] = []
    /// Of each key, in ascending order.
    var testNumbers: [Int32] = []
    /// By the test of the table. Tests are numbered in the order of the first rules that hang at them.
    var numbers: [Int32] = []
    /// By the number of a test, and one more: in `hangingRules`.
    var firstRules: [Int32] = []
    /// Of each test, in ascending order.
    var hangingRules: [Int32] = []
    /// By the number of a test, and one more: in `lookupsOfTests`.
    var firstLookups: [Int32] = []
    /// Of each test, the lookups among whose keys its values are.
    var lookupsOfTests: [Int32] = []
    /// The first rule without any condition.
    var unconditionalRule = Int.max

    /// Tests of so few values are cheaper to go through.
    static let fewValues = 8

    init() {}
}

/// What is looked at, and how.
struct LookupPlace: Hashable, Sendable {
    enum Value: Hashable, Sendable {
        case ipv4, ipv6, host, path
        /// What follows the path's first slash, or the path where it lacks one.
        case pathBehindSlash
        case source(Int)
        /// Without a dot at its end.
        case domain(Int)
        /// Texts may begin anywhere in it.
        case anywhere(Int)
    }

    let value: Value
    var reading = PrefixTrees.Reading()
}

extension RuleTable.Text {
    /// Where the text of a test is looked up.
    func lookupPlace(_ test: RuleTable.Test) -> LookupPlace {
        let value: LookupPlace.Value =
            switch test.subject {
            case .client: preconditionFailure("networks are no texts")
            case .path: .path
            case .host: .host
            case .source: .source(test.source)
            }
        return switch match {
        case .exact, .prefix, .present: LookupPlace(value: value)
        case .ignoringCase, .language:
            LookupPlace(value: value, reading: PrefixTrees.Reading(isFolded: true))
        case .suffix:
            LookupPlace(value: value, reading: PrefixTrees.Reading(isBackward: true))
        case .domain:
            LookupPlace(
                value: .domain(test.source),
                reading: PrefixTrees.Reading(isBackward: true, isFolded: true))
        case .contains: LookupPlace(value: .anywhere(test.source))
        case .path: LookupPlace(value: .pathBehindSlash)
        }
    }
}
