internal import Probing
internal import SystemCalls

/// A connection to Redis. What is asked on it is answered before its deadline, or the connection is of no use any more:
/// a late answer would be taken for that to the next question.
struct RedisConnection: ~Copyable {
    private let library: RedisLibrary
    private let reader: RedisReader
    private var connection: ProbeConnection

    /// - Parameter deadline: on the monotonic clock
    init(
        to address: PeerAddress, _ library: RedisLibrary, until deadline: Int64
    ) throws(RedisFailure) {
        connection = try RedisConnection.open(address, until: deadline)
        self.library = library
        reader = library.reader()
    }

    /// Says who asks, and about which database.
    mutating func begin(_ policy: RedisPolicy, until deadline: Int64) throws(RedisFailure) {
        if let password = policy.password {
            let user = policy.user.map { [Array($0.utf8)] } ?? []
            _ = try ask([Array("AUTH".utf8)] + user + [password], until: deadline).string()
        }
        if policy.database != 0 {
            _ = try ask(["SELECT", "\(policy.database)"], until: deadline).string()
        }
    }

    private static func open(
        _ address: PeerAddress, until deadline: Int64
    ) throws(RedisFailure) -> ProbeConnection {
        do throws(ProbeFailure) {
            return try ProbeConnection(to: address, until: deadline)
        } catch {
            throw .connection(error)
        }
    }

    mutating func ask(_ words: [String], until deadline: Int64) throws(RedisFailure) -> RedisReply {
        try ask(words.map { Array($0.utf8) }, until: deadline)
    }

    private mutating func ask(
        _ words: [[UInt8]], until deadline: Int64
    ) throws(RedisFailure) -> RedisReply {
        connection.deadline = deadline
        do throws(ProbeFailure) {
            try connection.send(library.command(words))
        } catch {
            throw .connection(error)
        }
        while true {
            if let reply = try reader.next() { return reply }
            try reader.feed(receive())
            // Whoever sends a byte now and then has no more time than others.
            guard monotonicNanoseconds() < deadline else { throw .connection(.late) }
        }
    }

    private borrowing func receive() throws(RedisFailure) -> ArraySlice<UInt8> {
        let bytes: ArraySlice<UInt8>
        do throws(ProbeFailure) {
            bytes = try connection.receive()
        } catch {
            throw .connection(error)
        }
        guard !bytes.isEmpty else {
            throw .connection(.answer("Redis ended the connection"))
        }
        return bytes
    }
}
