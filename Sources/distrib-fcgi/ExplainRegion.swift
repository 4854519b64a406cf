import CGI
import Distribution
import Geography
import Responder
import Settings

/// The code of the client's country or continent, and who says so.
struct RegionExplanation {
    let code: String
    let source: String

    var text: String { "\(code) (\(source))" }

    /// Nil where nobody says anything, and nobody could.
    init?(
        _ part: RegionPart, _ variables: CGIVariables, _ geography: GeographySettings,
        _ service: Service
    ) {
        let variable =
            part == .country ? geography.countryVariable : geography.continentVariable
        if let said = variables.value(of: variable.span), !said.isEmpty {
            code = said.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
            source = "the variable \(String(decoding: variable, as: UTF8.self))"
            return
        }
        guard let database = geography.database else { return nil }
        guard let client = service.clientAddress(of: variables) else {
            code = "unknown"
            source = "no address of the client to look up: give --variable REMOTE_ADDR=…"
            return
        }
        code = database.region(of: client).text(part) ?? "unknown"
        source = "the database \(database.path), \(database.type)"
    }
}
