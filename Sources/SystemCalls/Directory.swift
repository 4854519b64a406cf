internal import Glibc
internal import SystemPackage

package enum Directory {
    /// The names in a directory, in no particular order, without "." and "..".
    package static func names(at path: String) throws(FileError) -> [String] {
        guard let directory = opendir(path) else { throw .failed(call: "opendir", errno: errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The absolute path, without "." and "..". Nothing needs to exist there.
    package static func absolute(_ path: String) throws(FileError) -> String {
        var start = FilePath("/")
        if FilePath(path).isRelative {
            guard let current = getcwd(nil, 0) else { throw .failed(call: "getcwd", errno: errno) }
            defer { free(current) }
            start = FilePath(platformString: current)
        }
        return start.pushing(FilePath(path)).lexicallyNormalized().string
    }

    /// Whether a directory is at the path, or a link to one.
    package static func isThere(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes a directory and those above it, as far as they are missing.
    package static func create(at path: String) throws(FileError) {
        try create(FilePath(path))
    }

    private static func create(_ path: FilePath) throws(FileError) {
        if mkdir(path.string, 0o777) == 0 { return }
        if errno == ENOENT {
            let parent = path.removingLastComponent()
            guard !parent.isEmpty, parent != path else {
                throw .failed(call: "mkdir", errno: ENOENT)
            }
            try create(parent)
            if mkdir(path.string, 0o777) == 0 { return }
        }
        let failure = errno
        guard failure == EEXIST, isThere(path.string) else {
            throw .failed(call: "mkdir", errno: failure)
        }
    }
}
