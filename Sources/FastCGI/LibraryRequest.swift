internal import CFastCGI
internal import CLinux
internal import Glibc
internal import SystemCalls

/// One worker's use of libfcgi. libfcgi reads BEGIN_REQUEST and PARAMS, keeps the environment, and
/// writes the answer. What it reads comes through a pipe, one whole and clean request at a time, so that it
/// can neither wait, nor read into the next request and lose it (its reader takes 8 KiB at a time),
/// nor meet a record that it gets wrong. What it writes goes to the connection itself.
final class LibraryRequest {
    private let request: UnsafeMutablePointer<FCGX_Request>
    private let pipeBytes: Int
    private var pipe: LibraryPipe

    init(maximumHeadBytes: Int) throws(SystemCallError) {
        // The pipe counts pages: one more for a request that does not begin at a page's start.
        pipeBytes = maximumHeadBytes + 4096
        // Once every property is set, a throwing `init` runs `deinit`: what throws comes first.
        pipe = try LibraryPipe(bytes: pipeBytes)
        request = .allocate(capacity: 1)
        FCGX_InitRequest(request, -1, 0)
    }

    deinit {
        FCGX_Free(request, 0)
        request.deallocate()
        pipe.close()
    }

    /// Lets libfcgi read a request.
    /// - Parameter head: BEGIN_REQUEST and all of PARAMS, as `RequestScanner` found them.
    /// - Returns: the environment, valid until `finish`; nil where libfcgi would not have the request.
    /// - Throws: where the pipe fails.
    func begin(
        _ head: UnsafeBufferPointer<UInt8>
    ) throws(SystemCallError) -> UnsafePointer<UnsafeMutablePointer<CChar>?>? {
        guard write(pipe.writeEnd, head.baseAddress, head.count) == head.count else {
            let error = SystemCallError("write", "the pipe to libfcgi")
            try reopenPipe()
            throw error
        }
        request.pointee.ipcFd = pipe.readEnd
        // FCGX_Accept_r begins by finishing: with this it leaves the descriptor open.
        request.pointee.keepConnection = 1
        request.pointee.requestId = 0
        request.pointee.appStatus = 0
        guard FCGX_Accept_r(request) == 0, let environment = request.pointee.envp else {
            // libfcgi closed the reading end.
            pipe.readEnd = -1
            try reopenPipe()
            return nil
        }
        return UnsafePointer(environment)
    }

    /// Writes the answer and END_REQUEST, and frees what libfcgi held; the connection stays open.
    /// - Returns: whether all of it was written.
    func finish(_ answer: [UInt8], to connection: Int32) -> Bool {
        request.pointee.ipcFd = connection
        let put = answer.withUnsafeBytes { bytes in
            FCGX_PutStr(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
                request.pointee.out)
        }
        // libfcgi would write its buffer once more on closing: that must fail at once.
        if put < 0 { shutdown(connection, Int32(SHUT_RDWR)) }
        let errorStreamClosed = FCGX_FClose(request.pointee.err)
        let outputClosed = FCGX_FClose(request.pointee.out)
        FCGX_Free(request, 0)
        return put >= 0 && errorStreamClosed == 0 && outputClosed == 0
    }

    private func reopenPipe() throws(SystemCallError) {
        pipe.close()
        pipe = try LibraryPipe(bytes: pipeBytes)
    }
}

/// The pipe that libfcgi reads requests from; an end that is closed is -1.
private struct LibraryPipe {
    var readEnd: Int32
    private(set) var writeEnd: Int32

    /// - Parameter bytes: how many it takes at once.
    init(bytes: Int) throws(SystemCallError) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC | O_NONBLOCK) == 0 else { throw SystemCallError("pipe2") }
        (readEnd, writeEnd) = (ends[0], ends[1])
        guard fcntl(writeEnd, 1031, Int32(bytes)) >= bytes else {
            let number = errno
            close()
            throw SystemCallError(
                "fcntl", "F_SETPIPE_SZ \(bytes)", number: number,
                remedy: number == EPERM ? Self.remedy : "")
        }
    }

    /// Where EPERM comes from, pipe(7): what an unprivileged user may have in all pipes, and in one.
    private static let remedy =
        "the kernel grants this user no more memory for pipes: start fewer workers, or raise /proc/sys/fs/pipe-user-pages-soft (for one pipe, pipe-max-size)"

    mutating func close() {
        for end in [readEnd, writeEnd] where end >= 0 { Glibc.close(end) }
        (readEnd, writeEnd) = (-1, -1)
    }
}
