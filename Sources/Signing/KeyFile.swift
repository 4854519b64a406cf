// A key file holds comment lines ("# …") and one line of base64url: for a new key, the 43 characters of 32
// random bytes. Its owner is the process's user, or root; nobody else but a group of the process may read it.

import Glibc
package import SystemCalls

package enum KeyFile {
    /// A key takes a few dozen bytes; comments may add to them.
    private static let sizeLimit = 64 << 10

    /// Writes a new random key of 32 bytes with mode 0600; an existing file is left as it is.
    package static func create(at path: String) throws(KeyFileError) {
        var line = SecretBytes(randomCount: 32).withUnsafeBytes(Base64URL.encode)
        line.append(UInt8(ascii: "\n"))
        let text = SecretBytes(line)
        do throws(FileError) {
            try text.withUnsafeBytes { bytes throws(FileError) in
                try NewFile.write(bytes, at: path, mode: 0o600)
            }
        } catch .failed(call: "open", errno: EEXIST) {
            throw .exists(path: path)
        } catch {
            throw .notWritten(path: path, error)
        }
    }

    /// The key's bytes.
    package static func read(at path: String) throws(KeyFileError) -> [UInt8] {
        var file: (bytes: [UInt8], rights: FileRights)
        do {
            file = try SmallFile.read(at: path, limit: sizeLimit)
        } catch {
            throw .unreadable(path: path, error)
        }
        defer { file.bytes.wipe() }
        try check(file.rights, for: .current, path: path)
        return try decode(file.bytes, path: path)
    }

    /// - Parameter process: who is to use the key
    static func check(
        _ rights: FileRights, for process: ProcessIdentity, path: String
    ) throws(KeyFileError) {
        // Root checks files for the user that the server will run as, whoever that is.
        let isRoot = process.user == 0
        guard isRoot || rights.user == process.user || rights.user == 0 else {
            throw .foreign(path: path, user: rights.user)
        }
        // Secret volumes give files to root and a group.
        let groupMayRead = isRoot || process.groups.contains(rights.group)
        guard rights.mode & (groupMayRead ? 0o037 : 0o077) == 0 else {
            throw .open(path: path, mode: rights.mode)
        }
    }

    private static func decode(_ bytes: [UInt8], path: String) throws(KeyFileError) -> [UInt8] {
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
            .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
            .filter { !$0.isEmpty && $0.first != UInt8(ascii: "#") }
        guard lines.count == 1 else {
            throw lines.isEmpty ? .empty(path: path) : .severalLines(path: path)
        }
        guard let key = lines[0].withUnsafeBytes(Base64URL.decode) else {
            throw .notBase64URL(path: path)
        }
        guard key.count >= SigningKey.minimumByteCount else {
            throw .tooShort(path: path, byteCount: key.count)
        }
        return key
    }
}

/// Why there is no key.
package enum KeyFileError: Error, Equatable, Sendable, CustomStringConvertible {
    case exists(path: String)
    case notWritten(path: String, FileError)
    case unreadable(path: String, FileError)
    /// It belongs to another user than the process's and root.
    case foreign(path: String, user: UInt32)
    /// Others have rights to the file, or a group that is not the process's, or the process's group more than
    /// that of reading.
    case open(path: String, mode: UInt32)
    case empty(path: String)
    case severalLines(path: String)
    case notBase64URL(path: String)
    case tooShort(path: String, byteCount: Int)

    package var description: String {
        switch self {
        case .exists(let path):
            "\(path) exists already and is left as it is; no key was made"
        case .notWritten(let path, let error):
            "the key file \(path) can't be written: \(error); no key was made"
        case .unreadable(let path, let error):
            "the key file \(path) can't be read: \(error)\(advice(error, path))"
        case .foreign(let path, let user):
            "the key file \(path) belongs to another user (\(user)), who may replace the key: "
                + "chown it to the user of this process, or to root"
        case .open(let path, let mode):
            "the key file \(path) is not the owner's alone: mode \(octal(mode)) "
                + "\(rights(mode)); chmod 0600 \(path)"
        case .empty(let path):
            "the key file \(path) holds no key"
        case .severalLines(let path):
            "the key file \(path) holds more than one line beside comments"
        case .notBase64URL(let path):
            "the key file \(path) holds something else than base64url"
        case .tooShort(let path, let byteCount):
            "the key in \(path) has \(byteCount) bytes; "
                + "at least \(SigningKey.minimumByteCount) are needed"
        }
    }

    private func advice(_ error: FileError, _ path: String) -> String {
        switch error {
        case .failed(_, ENOENT):
            "; copy it from another Site, or make it: distrib-fcgi key \(path)"
        case .failed(_, EACCES): "; chown it to the user of this process"
        case .failed, .notRegular, .tooLarge: ""
        }
    }

    private func octal(_ mode: UInt32) -> String {
        let digits = String(mode & 0o7777, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private func rights(_ mode: UInt32) -> String {
        if mode & 0o044 != 0 { return "lets others read the key" }
        return mode & 0o022 != 0 ? "lets others write the key" : "gives others rights to the key"
    }
}
