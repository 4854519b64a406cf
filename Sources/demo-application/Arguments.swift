import FastCGI
import SystemCalls

/// The command line.
struct Arguments {
    static let usage = """
        usage: demo-application --site NAME [--listen unix:PATH[,mode=0660] | --listen HOST:PORT]
                                [--hand-back STATUS] [--scripts DIRECTORY]
        Without --listen, it takes the socket that spawn-fcgi started it with. The status of a request
        that is handed back, because its session is not known, is 440, unless told otherwise: Apache
        needs 421. With --scripts, its pages use what conf-examples/browser has for browsers.
        """

    private(set) var site = ""
    private(set) var listen: ListenAddress?
    private(set) var scripts: Scripts?
    private(set) var handBackStatus = 440

    init(_ words: some Sequence<String>) throws {
        var rest = Array(words)[...]
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Mistake.noValue(option) }
            switch option {
            case "--site": site = value
            case "--listen": listen = try Self.address(value)
            case "--scripts": scripts = try Scripts(directory: value)
            case "--hand-back":
                guard let status = Int(value) else { throw Mistake.noStatus(value) }
                handBackStatus = status
            default: throw Mistake.unknown(option)
            }
        }
        if site.isEmpty { throw Mistake.noSite }
    }

    private static func address(_ text: String) throws -> ListenAddress {
        do {
            return try ListenAddress(parsing: text)
        } catch {
            throw Mistake.malformed(error.description)
        }
    }

    enum Mistake: Error, CustomStringConvertible {
        case noValue(String)
        case unknown(String)
        case noSite
        case malformed(String)
        case noStatus(String)
        case nowhereToListen
        case unreadable(String, FileError)
        case noAddressHere(String)
        case outOfRange(String, String, ClosedRange<Int>)

        var description: String {
            switch self {
            case .noValue(let option): "\(option) has no value"
            case .unknown(let option): "unknown option \(option)"
            case .noSite: "--site is missing"
            case .malformed(let reason): reason
            case .unreadable(let path, let reason): "\(path): \(reason)"
            case .noAddressHere(let text):
                "'\(text)' is no address of this machine, such as http://app.localhost:8080/"
            case .outOfRange(let option, let text, let range):
                "\(option) \(text) is not \(range.lowerBound) to \(range.upperBound)"
            case .noStatus(let text): "--hand-back \(text) is not a status"
            case .nowhereToListen: "descriptor 0 is not a listening socket, and --listen is missing"
            }
        }
    }
}
