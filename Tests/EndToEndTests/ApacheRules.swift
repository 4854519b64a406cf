import Foundation
import RealPrograms
import SystemPackage

/// An operator's own rules behind Apache, of every kind and in every place where Apache takes them.
enum ApacheRules {
    enum Place: String, CaseIterable, Sendable {
        case location
        case directory
        case htaccess

        /// Only an application with a DocumentRoot has the others.
        static func all(of wiring: Wiring) -> [Place] { wiring.isHTTP ? [.location] : allCases }
    }

    enum Rule: String, CaseIterable, Sendable {
        case denied
        /// Another address than the client's.
        case address
        /// The client's own one.
        case own
        case basic
        case form

        func text(_ files: SiteFiles) -> String {
            let passwords = "\(files.directory)/passwords"
            return switch self {
            case .denied: "Require all denied\n"
            case .address: "Require ip 192.0.2.1\n"
            case .own: "Require ip 127.0.0.1\n"
            case .basic:
                """
                AuthType Basic
                AuthName operator
                AuthUserFile \(passwords)
                Require valid-user

                """
            case .form:
                """
                AuthType Form
                AuthName operator
                AuthFormProvider file
                AuthUserFile \(passwords)
                Session On
                SessionCookieName operator path=/
                Require valid-user

                """
            }
        }
    }

    static let modules = [
        "auth_basic", "auth_form", "authn_core", "authn_file", "authz_host", "authz_user",
        "request", "session", "session_cookie",
    ]

    /// Of user "operator", with password "secret": `htpasswd -s`.
    static let passwords = "operator:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n"
    static let credentials = "Basic b3BlcmF0b3I6c2VjcmV0"

    /// Sections for the virtual host.
    static func sections(_ files: SiteFiles) -> String {
        Place.all(of: files.options.wiring).map { place in
            place == .htaccess
                ? """
                <Directory \(files.directory)/public/htaccess>
                    AllowOverride AuthConfig
                </Directory>

                """ : Rule.allCases.map { section(place, $0, files) }.joined()
        }.joined()
    }

    private static func section(_ place: Place, _ rule: Rule, _ files: SiteFiles) -> String {
        let (name, path) =
            place == .location
            ? ("Location", "/location/\(rule)/")
            : ("Directory", "\(files.directory)/public/directory/\(rule)")
        return "<\(name) \"\(path)\">\n\(rule.text(files))</\(name)>\n"
    }

    static func write(_ files: SiteFiles) throws {
        try files.write("passwords", passwords)
        for place in Place.all(of: files.options.wiring) where place != .location {
            for rule in Rule.allCases {
                let directory = "public/\(place)/\(rule)"
                try FileManager.default.createDirectory(
                    atPath: "\(files.directory)/\(directory)", withIntermediateDirectories: true)
                guard place == .htaccess else { continue }
                try files.write("\(directory)/.htaccess", rule.text(files))
            }
        }
    }
}
