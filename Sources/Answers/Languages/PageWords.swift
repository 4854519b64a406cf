// The words that a page says beside numbers, in one language. They are written for each answer: each is a text of
// the program, into which digits are put.

import Fields

/// None of the words has a character to which HTML gives a meaning of its own.
struct PageWords: Sendable {
    let numbers: NumberForm
    let plural: PluralRule
    /// How long something takes: the expected wait.
    let duration: DurationForms
    /// After how long something happens: the next try.
    let delay: DurationForms
    /// How many people are ahead of this client, where it is somebody.
    let ahead: PluralForms
    /// The same, where it is nobody.
    let nobodyAhead: StaticString

    /// Appends how many people are ahead, in a sentence.
    func appendAhead(_ count: Int, to page: inout [UInt8]) {
        if count == 0 { return page.append(nobodyAhead) }
        append(count, ahead, to: &page)
    }

    /// Appends about how long it takes. Nobody is told more exactly than anybody knows.
    /// - Parameter milliseconds: at least 0
    func appendDuration(_ milliseconds: Int64, to page: inout [UInt8]) {
        let seconds = Int((milliseconds + 999) / 1000)
        if seconds <= 50 {
            return append(max(10, (seconds + 9) / 10 * 10), duration.seconds, to: &page)
        }
        let minutes = (seconds + 59) / 60
        if minutes < 60 { return append(minutes, duration.minutes, to: &page) }
        let rounded = (minutes + 4) / 5 * 5
        let (hours, rest) = (rounded / 60, rounded % 60)
        guard rest > 0, hours < 10 else {
            return append(rest == 0 ? hours : hours + 1, duration.hours, to: &page)
        }
        append(hours, duration.hours, to: &page)
        page.append(duration.joint)
        append(rest, duration.minutes, to: &page)
    }

    /// Appends after exactly how long.
    func appendDelay(seconds: Int64, to page: inout [UInt8]) {
        if seconds % 60 == 0 {
            append(Int(seconds / 60), delay.minutes, to: &page)
        } else {
            append(Int(seconds), delay.seconds, to: &page)
        }
    }

    private func append(_ number: Int, _ forms: PluralForms, to page: inout [UInt8]) {
        forms[plural.form(number)].append(number, numbers, to: &page)
    }
}

/// How digits of a number are grouped by threes.
struct NumberForm: Sendable {
    let separator: StaticString
    /// The least number that is grouped.
    let least: Int

    /// Appends a number that is not negative.
    func append(_ number: Int, to text: inout [UInt8]) {
        guard number >= least else { return text.appendDecimal(Int64(number)) }
        appendGrouped(number, to: &text)
    }

    private func appendGrouped(_ number: Int, to text: inout [UInt8]) {
        guard number >= 1000 else { return text.appendDecimal(Int64(number)) }
        appendGrouped(number / 1000, to: &text)
        text.append(separator)
        text.appendDecimal(Int64(number % 1000), digits: 3)
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

/// A text beside a number, in each form that the language has.
struct PluralForms: Sendable, ExpressibleByArrayLiteral {
    private let forms: InlineArray<3, NumberText>

    /// - Parameter texts: 1 to 3; `#` stands for the number
    init(arrayLiteral texts: StaticString...) {
        forms = InlineArray { NumberText(texts[min($0, texts.count - 1)]) }
    }

    subscript(_ form: Int) -> NumberText { forms[form] }
}

/// A text with a number in it.
struct NumberText: Sendable {
    private let text: StaticString
    /// Bytes before the number.
    private let beginCount: Int

    /// - Parameter text: with `#` for the number
    init(_ text: StaticString) {
        self.text = text
        beginCount = text.withUTF8Buffer { $0.prefix { $0 != UInt8(ascii: "#") }.count }
    }

    func append(_ number: Int, _ form: NumberForm, to page: inout [UInt8]) {
        page.append(text.bytes.extracting(..<beginCount))
        form.append(number, to: &page)
        page.append(text.bytes.extracting((beginCount + 1)...))
    }
}

struct DurationForms: Sendable {
    let seconds: PluralForms
    let minutes: PluralForms
    let hours: PluralForms
    /// Between hours and minutes.
    let joint: StaticString
}
