/// The codes of countries and continents that a geographic database may give for a client.
enum PlaceCode {
    /// The two-letter codes that ISO 3166-1 assigns: the second letters, by the first.
    private static let countries: [Character: String] = [
        "A": "DEFGILMOQRSTUWXZ", "B": "ABDEFGHIJLMNOQRSTVWYZ", "C": "ACDFGHIKLMNORUVWXYZ",
        "D": "EJKMOZ", "E": "CEGHRST", "F": "IJKMOR", "G": "ABDEFGHILMNPQRSTUWY", "H": "KMNRTU",
        "I": "DELMNOQRST", "J": "EMOP", "K": "EGHIMNPRWYZ", "L": "ABCIKRSTUVY",
        "M": "ACDEFGHKLMNOPQRSTUVWXYZ", "N": "ACEFGILOPRUZ", "O": "M", "P": "AEFGHKLMNRSTWY",
        "Q": "A", "R": "EOSUW", "S": "ABCDEGHIJKLMNORSTVXYZ", "T": "CDFGHJKLMNORTVWZ",
        "U": "AGMSYZ", "V": "ACEGINU", "W": "FS", "Y": "ET", "Z": "AMW",
    ]

    /// MaxMind's names of the continents.
    static let continents = ["AF", "AN", "AS", "EU", "NA", "OC", "SA"]

    /// Nil for a code that a database may well contain: one that is assigned, or one that is left to
    /// users (AA, QM to QZ, XA to XZ, ZZ), such as XK for Kosovo.
    static func doubt(aboutCountry code: String) -> String? {
        guard let first = code.first, let second = code.last else { return nil }
        let isUsers =
            first == "X" || code == "AA" || code == "ZZ" || (first == "Q" && second >= "M")
        if isUsers || countries[first]?.contains(second) == true { return nil }
        let doubt = "\(Quoting.quoted(code)) is not a country code of ISO 3166-1"
        return switch code {
        case "UK": "\(doubt); did you mean \"GB\"?"
        case "EL": "\(doubt); did you mean \"GR\"?"
        case "EU": "\(doubt); for Europe as a whole, write continent: EU"
        default: "\(doubt): it probably matches no client"
        }
    }

    static func doubt(aboutContinent code: String) -> String? {
        if continents.contains(code) { return nil }
        return "\(Quoting.quoted(code)) is not a continent code "
            + "(\(continents.joined(separator: ", "))): it probably matches no client"
    }

}
