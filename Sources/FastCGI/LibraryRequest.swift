internal import CFastCGI
internal import Glibc

/// One worker's use of libfcgi. libfcgi reads BEGIN_REQUEST and PARAMS, keeps the environment, and
/// writes the answer. What it reads comes through a pipe, one whole and clean request at a time, so that it
/// can neither wait, nor read into the next request and lose it (its reader takes 8 KiB at a time),
/// nor meet a record that it gets wrong. What it writes goes to the connection itself.
final class LibraryRequest {
    private let request: UnsafeMutablePointer<FCGX_Request>
    private let pipeBytes: Int
    private var readEnd: Int32 = -1
    private var writeEnd: Int32 = -1

    init(maximumHeadBytes: Int) throws(SystemCallError) {
        // The pipe counts pages: one more for a request that does not begin at a page's start.
        pipeBytes = maximumHeadBytes + 4096
        request = .allocate(capacity: 1)
        FCGX_InitRequest(request, -1, 0)
        do throws(SystemCallError) {
            try openPipe()
        } catch {
            request.deallocate()
            throw error
        }
    }

    deinit {
        FCGX_Free(request, 0)
        request.deallocate()
        closePipe()
    }

    /// Lets libfcgi read a request.
    /// - Parameter head: BEGIN_REQUEST and all of PARAMS, as `RequestScanner` found them.
    /// - Returns: the environment, valid until `finish`; nil where libfcgi would not have the request.
    /// - Throws: where the pipe fails.
    func begin(
        _ head: UnsafeBufferPointer<UInt8>
    ) throws(SystemCallError) -> UnsafePointer<UnsafeMutablePointer<CChar>?>? {
        guard write(writeEnd, head.baseAddress, head.count) == head.count else {
            let error = SystemCallError("write", "the pipe to libfcgi")
            try reopenPipe()
            throw error
        }
        request.pointee.ipcFd = readEnd
        // FCGX_Accept_r begins by finishing: with this it leaves the descriptor open.
        request.pointee.keepConnection = 1
        request.pointee.requestId = 0
        request.pointee.appStatus = 0
        guard FCGX_Accept_r(request) == 0, let environment = request.pointee.envp else {
            // libfcgi closed the reading end.
            readEnd = -1
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
        closePipe()
        try openPipe()
    }

    private func openPipe() throws(SystemCallError) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC | O_NONBLOCK) == 0 else { throw SystemCallError("pipe2") }
        (readEnd, writeEnd) = (ends[0], ends[1])
        guard fcntl(writeEnd, linux_F_SETPIPE_SZ, Int32(pipeBytes)) >= pipeBytes else {
            let error = SystemCallError("fcntl", "F_SETPIPE_SZ \(pipeBytes)")
            closePipe()
            throw error
        }
    }

    private func closePipe() {
        for end in [readEnd, writeEnd] where end >= 0 { close(end) }
        (readEnd, writeEnd) = (-1, -1)
    }
}
