/// Why a request got no decision. The label stands in `X-Distrib-Decision`, in the log and in the metrics alike.
package enum RefusalReason: Int, CaseIterable, Sendable {
    case badRequest, misdirected, tooLong, tooManyFields, prefetch

    package var label: StaticString {
        switch self {
        case .badRequest: "bad-request"
        case .misdirected: "misdirected"
        case .tooLong: "too-long"
        case .tooManyFields: "too-many-fields"
        case .prefetch: "prefetch"
        }
    }
}
