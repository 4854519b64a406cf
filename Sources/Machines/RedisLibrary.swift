// hiredis, by which commands are written and replies are read. It is loaded only where a Pool asks for it: whoever
// shares nothing needs none of it. Connections are those of every other probe here, with one deadline for all that is
// done on them; hiredis's own have a limit for each read only.
//
// The interface is declared in CHiredis and not taken from the header of one version, because a program that is built
// on one Debian runs on the next, whose hiredis is another one. The functions used are the same in all versions. Replies
// have had two forms: which one this library has is found out by letting it read a reply that is known.

internal import CHiredis
internal import Glibc

package final class RedisLibrary: Sendable {
    /// By what name it was found.
    package let name: String
    private let functions: Functions
    private let form: Form

    fileprivate struct Functions: Sendable {
        let format: hiredis_format
        let freeCommand: hiredis_free_command
        let createReader: hiredis_create_reader
        let feed: hiredis_feed
        let getReply: hiredis_get_reply
        let freeReader: hiredis_free_reader
        let freeReply: hiredis_free_reply
    }

    private enum Form { case old, new }

    /// Debian 12 and Ubuntu 22.04 have 0.14, those that follow 1.1.0. The last name is that of packages for developers.
    package static let names = [
        "libhiredis.so.1.3.0", "libhiredis.so.1.2.0", "libhiredis.so.1.1.0", "libhiredis.so.1.0.0",
        "libhiredis.so.0.14", "libhiredis.so",
    ]

    /// Looks for it each time, so that it is found once somebody has installed it. It is never unloaded.
    package static func load(_ names: [String] = names) throws(RedisFailure) -> RedisLibrary {
        for name in names {
            guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { continue }
            guard let functions = Functions(handle) else { throw .unknownLibrary(name) }
            guard let form = form(functions) else { throw .unknownLibrary(name) }
            return RedisLibrary(name, functions, form)
        }
        throw .withoutLibrary
    }

    private init(_ name: String, _ functions: Functions, _ form: Form) {
        self.name = name
        self.functions = functions
        self.form = form
    }

    /// The bytes of a command.
    func command(_ words: [[UInt8]]) -> [UInt8] {
        // They stand one behind the other, so that one pointer leads to all of them.
        let all: [UInt8] = Array(words.joined()) + [0]
        let lengths = words.map(\.count)
        return all.withUnsafeBytes { all in
            var start = all.baseAddress!.assumingMemoryBound(to: CChar.self)
            var starts: [UnsafePointer<CChar>?] = []
            for length in lengths {
                starts.append(start)
                start += length
            }
            var target: UnsafeMutablePointer<CChar>?
            let count = starts.withUnsafeMutableBufferPointer { starts in
                functions.format(&target, Int32(words.count), starts.baseAddress, lengths)
            }
            guard count > 0, let target else { return [] }
            defer { functions.freeCommand(target) }
            return Array(UnsafeRawBufferPointer(start: target, count: Int(count)))
        }
    }

    func reader() -> RedisReader { RedisReader(self, functions.createReader()) }

    fileprivate func feed(_ reader: UnsafeMutableRawPointer?, _ bytes: ArraySlice<UInt8>) -> Bool {
        RedisLibrary.feed(functions, reader, bytes)
    }

    /// Nil while none is complete.
    fileprivate func reply(
        _ reader: UnsafeMutableRawPointer?
    ) throws(RedisFailure) -> RedisReply? {
        var reply: UnsafeMutableRawPointer?
        guard functions.getReply(reader, &reply) == 0 else { throw .unexpected }
        guard let reply else { return nil }
        defer { functions.freeReply(reply) }
        return RedisLibrary.read(reply, form)
    }

    fileprivate func free(_ reader: UnsafeMutableRawPointer?) { functions.freeReader(reader) }

    private static func read(_ reply: UnsafeMutableRawPointer, _ form: Form) -> RedisReply {
        let kind: Int32
        let text: UnsafeRawBufferPointer
        switch form {
        case .old:
            let reply = reply.load(as: hiredis_old_reply.self)
            kind = reply.kind
            text = UnsafeRawBufferPointer(start: reply.text, count: isText(kind) ? reply.length : 0)
        case .new:
            let reply = reply.load(as: hiredis_reply.self)
            kind = reply.kind
            text = UnsafeRawBufferPointer(start: reply.text, count: isText(kind) ? reply.length : 0)
        }
        guard isText(kind) else { return .other }
        return kind == Int32(hiredis_reply_error)
            ? .error(String(decoding: text, as: UTF8.self)) : .text(Array(text))
    }

    private static func isText(_ kind: Int32) -> Bool {
        [hiredis_reply_string, hiredis_reply_status, hiredis_reply_error]
            .contains { Int32($0) == kind }
    }

    private static func feed(
        _ functions: Functions, _ reader: UnsafeMutableRawPointer?, _ bytes: ArraySlice<UInt8>
    ) -> Bool {
        bytes.withUnsafeBytes { bytes in
            functions.feed(
                reader, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count) == 0
        }
    }

    /// A known reply tells where the library puts its length: nothing is read that might lead elsewhere.
    private static func form(_ functions: Functions) -> Form? {
        let known = Array("+known\r\n".utf8)
        let reader = functions.createReader()
        defer { functions.freeReader(reader) }
        var reply: UnsafeMutableRawPointer?
        guard reader != nil, feed(functions, reader, known[...]),
            functions.getReply(reader, &reply) == 0, let reply
        else { return nil }
        defer { functions.freeReply(reply) }
        guard reply.load(as: Int32.self) == Int32(hiredis_reply_status) else { return nil }
        let old = MemoryLayout<hiredis_old_reply>.offset(of: \.length)!
        let new = MemoryLayout<hiredis_reply>.offset(of: \.length)!
        if reply.load(fromByteOffset: old, as: Int.self) == 5 { return .old }
        if reply.load(fromByteOffset: new, as: Int.self) == 5 { return .new }
        return nil
    }
}

extension RedisLibrary.Functions {
    /// Nil where one is missing.
    fileprivate init?(_ handle: UnsafeMutableRawPointer) {
        guard let format = dlsym(handle, "redisFormatCommandArgv"),
            let freeCommand = dlsym(handle, "redisFreeCommand"),
            let createReader = dlsym(handle, "redisReaderCreate"),
            let feed = dlsym(handle, "redisReaderFeed"),
            let getReply = dlsym(handle, "redisReaderGetReply"),
            let freeReader = dlsym(handle, "redisReaderFree"),
            let freeReply = dlsym(handle, "freeReplyObject")
        else { return nil }
        self.format = unsafeBitCast(format, to: hiredis_format.self)
        self.freeCommand = unsafeBitCast(freeCommand, to: hiredis_free_command.self)
        self.createReader = unsafeBitCast(createReader, to: hiredis_create_reader.self)
        self.feed = unsafeBitCast(feed, to: hiredis_feed.self)
        self.getReply = unsafeBitCast(getReply, to: hiredis_get_reply.self)
        self.freeReader = unsafeBitCast(freeReader, to: hiredis_free_reader.self)
        self.freeReply = unsafeBitCast(freeReply, to: hiredis_free_reply.self)
    }
}

/// Takes the bytes of replies as they come.
final class RedisReader {
    private let library: RedisLibrary
    private let reader: UnsafeMutableRawPointer?

    fileprivate init(_ library: RedisLibrary, _ reader: UnsafeMutableRawPointer?) {
        self.library = library
        self.reader = reader
    }

    deinit { if reader != nil { library.free(reader) } }

    func feed(_ bytes: ArraySlice<UInt8>) throws(RedisFailure) {
        guard reader != nil, library.feed(reader, bytes) else { throw .unexpected }
    }

    /// Nil while none is complete.
    func next() throws(RedisFailure) -> RedisReply? { try library.reply(reader) }
}
