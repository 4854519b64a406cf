import CGI
import Glibc
import Synchronization
import Testing

@testable import FastCGI

/// A handler made of a closure.
struct ClosureHandler: RequestHandler {
    let body: @Sendable (borrowing Request, inout [UInt8]) -> Void

    func respond(to request: borrowing Request, into response: inout [UInt8]) {
        body(request, &response)
    }
}

/// Answers with the REQUEST_URI, so that answers cannot be mixed up unnoticed.
let echo = ClosureHandler { request, response in
    response += Array("Status: 200 OK\r\n\r\n".utf8)
    guard let uri = request.variables.value(of: "REQUEST_URI") else { return }
    for index in uri.indices { response.append(uri[index]) }
}

func echoed(_ uri: String) -> String { "Status: 200 OK\r\n\r\n\(uri)" }

enum Transport: String, CaseIterable, Codable, Sendable {
    case unix, tcp
}

/// A directory of a test's own.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/fastcgi-test-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
    }

    deinit {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
                }
                unlink("\(path)/\(name)")
            }
            closedir(directory)
        }
        rmdir(path)
    }
}

/// A started server on a socket of its own, and the events it reported.
final class RunningServer: Sendable {
    let server: Server
    let socket: ListeningSocket
    private let directory = TemporaryDirectory()
    private let eventList: EventList

    final class EventList: Sendable {
        let events = Mutex<[ServerEvent]>([])
    }

    /// A test on a busy machine may be late itself; where it is about time, it says its own limits.
    private static let patient: ServerLimits = {
        var limits = ServerLimits()
        limits.requestTimeout = .seconds(60)
        limits.sendTimeout = .seconds(60)
        return limits
    }()

    init(
        _ transport: Transport = .unix, workers: Int = 2, limits: ServerLimits? = nil,
        handler: any RequestHandler = echo
    ) throws {
        switch transport {
        case .unix: socket = try .open(ListenAddress(parsing: "unix:\(directory.path)/socket"))
        case .tcp: socket = try .open(ListenAddress(parsing: "127.0.0.1:0"))
        }
        let list = EventList()
        eventList = list
        server = try Server(
            listeners: [socket], workers: workers, limits: limits ?? RunningServer.patient,
            handler: handler
        ) { event in
            list.events.withLock { $0.append(event) }
        }
        try server.start()
    }

    var events: [ServerEvent] { eventList.events.withLock { $0 } }

    func client() throws -> Client { try Client(socket) }

    /// Ends the server, which every test does: what was accepted must have been answered.
    @discardableResult
    func stop(
        within limit: Duration = .seconds(20),
        cuttingOffWithin moment: Duration = .milliseconds(500)
    ) -> DrainOutcome {
        server.drain(within: limit, cuttingOffWithin: moment)
    }
}
