import Testing

@testable import Machines

struct RedisLibraryTests {
    @Test("Commands are written as Redis reads them, whatever bytes they have")
    func commands() throws {
        let library = try RedisLibrary.load()
        #expect(
            String(decoding: library.command([Array("PING".utf8)]), as: UTF8.self)
                == "*1\r\n$4\r\nPING\r\n")
        #expect(
            library.command([Array("AUTH".utf8), [0, 13, 10, 255], []])
                == Array("*3\r\n$4\r\nAUTH\r\n$4\r\n".utf8) + [0, 13, 10, 255]
                + Array("\r\n$0\r\n\r\n".utf8))
    }

    @Test(
        "Replies are read, in however many pieces they come",
        arguments: [
            ("+OK\r\n", RedisReply.text(Array("OK".utf8))),
            ("$5\r\na\r\nb \r\n", .text(Array("a\r\nb ".utf8))), ("$0\r\n\r\n", .text([])),
            ("-WRONGPASS no\r\n", .error("WRONGPASS no")), (":1\r\n", .other),
            ("$-1\r\n", .other), ("*2\r\n$1\r\n1\r\n$1\r\n2\r\n", .other),
        ])
    func replies(_ text: String, _ expected: RedisReply) throws {
        let reader = try RedisLibrary.load().reader()
        for byte in text.utf8.dropLast() {
            try reader.feed([byte])
            #expect(try reader.next() == nil)
        }
        try reader.feed([10])
        #expect(try reader.next() == expected)
        #expect(try reader.next() == nil)
    }

    @Test("What is no reply is none")
    func garbage() throws {
        let reader = try RedisLibrary.load().reader()
        try reader.feed(Array("HTTP/1.1 400 Bad Request\r\n".utf8)[...])
        #expect(throws: RedisFailure.unexpected) { try reader.next() }
    }

    @Test("A library that is missing is named with its package; another one is not mistaken for it")
    func missing() {
        #expect(throws: RedisFailure.withoutLibrary) { try RedisLibrary.load(["libnone.so.1"]) }
        #expect(throws: RedisFailure.unknownLibrary("libc.so.6")) {
            try RedisLibrary.load(["libc.so.6"])
        }
        #expect(
            "\(RedisFailure.withoutLibrary)" == "hiredis is not installed on this machine: install "
                + "libhiredis0.14, or libhiredis1.1.0 where there is none of that name")
    }
}
