// What the pages say, in one language. To add a language, write a file like the others in this folder, and name
// it in `all`.

import Fields

/// Texts are HTML without a character that HTML gives a meaning of its own. They may hold placeholders of
/// `PageTemplate`.
struct PageLanguage: Sendable {
    /// The primary subtag of a language (BCP 47), in lower case.
    let tag: StaticString
    let numbers: NumberForm
    let plural: PluralRule
    /// How long something takes: the expected wait.
    let duration: DurationForms
    /// After how long something happens: the next try.
    let delay: DurationForms
    /// How many people are ahead of this client, where it is somebody.
    let ahead: PluralForms
    /// The same, where it is nobody.
    let nobodyAhead: String
    let busy: BusyTexts
    let waiting: WaitingTexts

    /// The first one is for whoever asks for none of them.
    static let all: [PageLanguage] = [
        .english, .german, .french, .spanish, .italian, .portuguese, .dutch, .polish, .japanese,
    ]

    /// What the All Sites Busy page says.
    struct BusyTexts: Sendable {
        /// Where this client was led to every Site.
        let allAreBusy: String
        let allAreBusyBecause: String
        /// Where some Sites were not tried.
        let hereIsBusy: String
        let hereIsBusyBecause: String
        let othersAreUndisturbed: String
        let triesAgain: String
        let tryNow: String
        let keepOpen: String
        /// After a form was sent.
        let sentIsLost: String
        let sendAgain: String
        let triesNoMore: String
        let tryWithout: String
    }

    /// What the waiting page says.
    struct WaitingTexts: Sendable {
        let inLine: String
        let expectedWait: String
        let expectedTime: String
        let nobodyKnows: String
        let goesOn: String
        let keepOpen: String
        /// To whoever was called.
        let yourTurn: String
        let beginsSoon: String
        /// After a form was sent.
        let sentIsLost: String
        let fillInAgain: String
        /// What leads to all Sites again.
        let elsewhere: String
        let tryAll: String
    }
}

extension PageLanguage {
    /// The one that this field prefers among those that there are, as an index of `all`.
    /// - Parameter acceptLanguage: nil where the client sent none
    static func index(for acceptLanguage: [UInt8]?) -> Int {
        guard let acceptLanguage else { return 0 }
        return AcceptLanguage.best(acceptLanguage.span, of: all.map(\.tag)) ?? 0
    }

    /// How many people are ahead, in a sentence.
    func aheadWords(_ count: Int) -> String {
        count == 0 ? nobodyAhead : ahead.text(count, self)
    }

    /// About how long it takes. Nobody is told more exactly than anybody knows.
    /// - Parameter milliseconds: at least 0
    func expectedWords(_ milliseconds: Int64) -> String {
        let seconds = (milliseconds + 999) / 1000
        if seconds <= 50 {
            return duration.seconds.text(Int(max(10, (seconds + 9) / 10 * 10)), self)
        }
        let minutes = Int((seconds + 59) / 60)
        if minutes < 60 { return duration.minutes.text(minutes, self) }
        let rounded = (minutes + 4) / 5 * 5
        let (hours, rest) = (rounded / 60, rounded % 60)
        if hours >= 10 || rest == 0 {
            return duration.hours.text(rest == 0 ? hours : hours + 1, self)
        }
        return duration.hours.text(hours, self) + duration.joint + duration.minutes.text(rest, self)
    }

    /// After exactly how long.
    func delayWords(seconds: Int64) -> String {
        seconds % 60 == 0
            ? delay.minutes.text(Int(seconds / 60), self) : delay.seconds.text(Int(seconds), self)
    }
}

/// How digits of a number are grouped by threes.
struct NumberForm: Sendable {
    let separator: String
    /// The least number that is grouped.
    let least: Int

    func text(_ number: Int) -> String {
        guard number >= least else { return String(number) }
        let digits = Array(String(number))
        return digits.indices.reduce(into: "") { text, index in
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += separator }
            text.append(digits[index])
        }
    }
}

/// Which of its forms a noun takes beside a whole number (CLDR, plural rules).
enum PluralRule: Sendable {
    /// The same for every number.
    case one
    /// The first one for 1.
    case two
    /// The first one for 0 and 1.
    case twoFromZero
    /// The first one for 1, the second one for 2 to 4, 22 to 24 and so on, but not for 12 to 14.
    case polish

    func form(_ number: Int) -> Int {
        switch self {
        case .one: 0
        case .two: number == 1 ? 0 : 1
        case .twoFromZero: number <= 1 ? 0 : 1
        case .polish where number == 1: 0
        case .polish:
            (2...4).contains(number % 10) && !(12...14).contains(number % 100) ? 1 : 2
        }
    }
}

/// A text beside a number, in each form that the language has; `#` stands for the number.
struct PluralForms: Sendable, ExpressibleByArrayLiteral {
    let forms: [String]

    init(arrayLiteral forms: String...) { self.forms = forms }

    func text(_ number: Int, _ language: PageLanguage) -> String {
        forms[language.plural.form(number)].replacing("#", with: language.numbers.text(number))
    }
}

struct DurationForms: Sendable {
    let seconds: PluralForms
    let minutes: PluralForms
    let hours: PluralForms
    /// Between hours and minutes.
    let joint: String
}
