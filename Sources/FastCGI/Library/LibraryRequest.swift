internal import CFastCGI
internal import CGI
internal import CLinux
internal import Glibc
internal import SystemCalls

/// One worker's use of libfcgi: libfcgi reads BEGIN_REQUEST and PARAMS, keeps the environment, and writes
/// the answer.
final class LibraryRequest {
    private let request: UnsafeMutablePointer<FCGX_Request>
    private let maximumContentBytes: Int
    private var input: LibraryInput
    /// The file for answers that do not go to their connection at once; -1 before the first of them.
    private var spool: Int32 = -1

    /// libfcgi, whose buffer has 8 KiB, writes an answer up to this size, with its records, at once.
    static let directAnswerBytes = 8000

    init(maximumContentBytes: Int) throws(SystemCallError) {
        self.maximumContentBytes = maximumContentBytes
        // Once every property is set, an `init` that throws runs `deinit`; so everything that throws comes first.
        input = try LibraryInput(maximumContentBytes: maximumContentBytes)
        request = .allocate(capacity: 1)
        FCGX_InitRequest(request, -1, 0)
    }

    deinit {
        FCGX_Free(request, 0)
        request.deallocate()
        if spool >= 0 { close(spool) }
    }

    /// Lets libfcgi read a request.
    /// - Parameters:
    ///   - content: the parameters of the request
    ///   - positions: where those that are wanted stand, noted anew; nil where all are wanted
    /// - Returns: the environment, valid until the answer is written; nil if the parameters are
    ///   malformed, or if the environment that libfcgi made is not what they say.
    /// - Throws: if the file that libfcgi reads from fails.
    func begin(
        _ head: RequestHead, _ content: Span<UInt8>, noting positions: CGIVariablePlaces?
    ) throws(SystemCallError) -> UnsafePointer<UnsafeMutablePointer<CChar>?>? {
        guard let written = try input.write(head, content, noting: positions) else { return nil }
        request.pointee.ipcFd = input.descriptor
        // FCGX_Accept_r first finishes the previous request; with this, it leaves the descriptor open.
        request.pointee.keepConnection = 1
        request.pointee.requestId = 0
        request.pointee.appStatus = 0
        guard FCGX_Accept_r(request) == 0, let environment = request.pointee.envp else {
            // libfcgi closed the descriptor. A new file takes its place, and the memory of the old one is freed.
            try replaceInput()
            return nil
        }
        guard written.agree(with: UnsafePointer(environment)) else {
            abandon()
            return nil
        }
        return UnsafePointer(environment)
    }

    /// Frees what libfcgi holds of a request that gets no answer.
    func abandon() {
        request.pointee.ipcFd = -1
        FCGX_Free(request, 0)
    }

    /// Writes the answer and END_REQUEST to a connection that has room for it.
    /// - Returns: whether all of it was written.
    func answer(_ answer: [UInt8], directlyTo connection: Int32) -> Bool {
        finish(answer, to: connection)
    }

    /// The records of the answer and END_REQUEST, to be sent when the connection has room.
    /// - Returns: nil where there is no memory for them.
    func recordsOfAnswer(_ answer: [UInt8]) -> [UInt8]? {
        if spool < 0 { spool = memfd_create("answers", linux_MFD_CLOEXEC) }
        guard spool >= 0, ftruncate(spool, 0) == 0, lseek(spool, 0, SEEK_SET) == 0,
            finish(answer, to: spool)
        else { return nil }
        let count = Int(lseek(spool, 0, SEEK_CUR))
        let records = [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            initializedCount = max(0, pread(spool, buffer.baseAddress, count, 0))
        }
        // One long answer should not cost its memory for ever.
        ftruncate(spool, 0)
        return records.count == count ? records : nil
    }

    /// Lets libfcgi write the answer, and frees what it held; the descriptor stays open.
    private func finish(_ answer: [UInt8], to descriptor: Int32) -> Bool {
        request.pointee.ipcFd = descriptor
        let put = answer.withUnsafeBytes { bytes in
            FCGX_PutStr(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
                request.pointee.out)
        }
        // On closing, libfcgi would write its buffer once more; this makes that fail at once.
        if put < 0 { shutdown(descriptor, Int32(SHUT_RDWR)) }
        let errorStreamClosed = FCGX_FClose(request.pointee.err)
        let outputClosed = FCGX_FClose(request.pointee.out)
        FCGX_Free(request, 0)
        return put >= 0 && errorStreamClosed == 0 && outputClosed == 0
    }

    private func replaceInput() throws(SystemCallError) {
        input.descriptorWasClosed()
        input = try LibraryInput(maximumContentBytes: maximumContentBytes)
    }
}
