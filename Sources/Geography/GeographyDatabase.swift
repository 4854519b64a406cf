internal import CLinux
internal import CMaxMindDB
package import Distribution
package import Fields
internal import Glibc
package import SystemCalls

/// A database of countries in the MaxMind DB format, read by libmaxminddb.
///
/// The library maps the file that it is given. Whoever overwrites that file in place, instead of replacing it,
/// would take the ground away under a look: beyond the new end, a read ends the process (SIGBUS). So the file
/// is first copied into memory that only this process knows, and the copy is mapped. That takes as much memory
/// as the file has bytes, and while one database follows another, twice as much.
package final class GeographyDatabase: Atlas {
    package let path: String
    /// Of the file that was read.
    package let identity: FileIdentity
    /// What the database calls itself, `GeoLite2-Country`.
    package let type: String
    /// When it was built, in seconds since 1970.
    package let built: UInt64
    /// It does not change until the last request that looks into it is done.
    nonisolated(unsafe) private let database: UnsafeMutablePointer<MMDB_s>

    /// Reads the file, and looks whether it tells countries at all.
    package init(path: String) throws(GeographyError) {
        let copy = try FileCopy(of: path)
        let database = UnsafeMutablePointer<MMDB_s>.allocate(capacity: 1)
        database.initialize(to: MMDB_s())
        // It opens the copy a second time, and maps that.
        let status = MMDB_open(
            "/proc/self/fd/\(copy.descriptor)", UInt32(MMDB_MODE_MMAP), database)
        guard status == MMDB_SUCCESS else {
            database.deallocate()
            throw .library(status)
        }
        self.path = path
        self.database = database
        identity = copy.identity
        type = database.pointee.metadata.database_type.map { String(cString: $0) } ?? ""
        built = database.pointee.metadata.build_epoch
        guard Self.tellsRegions(database) else {
            throw .withoutCountries(type: type)
        }
    }

    deinit {
        MMDB_close(database)
        database.deallocate()
    }

    package func region(of client: IPAddress) -> Region {
        var status: Int32 = 0
        let bytes = client.bytes
        var result = MMDB_lookup_result_s()
        if client.isIPv4 {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            withUnsafeMutableBytes(of: &address.sin_addr) { target in
                for index in 0..<4 { target[index] = bytes[12 + index] }
            }
            result = Self.look(database, &address, &status)
        } else {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            withUnsafeMutableBytes(of: &address.sin6_addr) { target in
                for index in 0..<16 { target[index] = bytes[index] }
            }
            result = Self.look(database, &address, &status)
        }
        // An IPv6 address in a database of IPv4, or a record that is broken: nobody knows.
        guard status == MMDB_SUCCESS, result.found_entry else { return .unknown }
        return Self.region(&result.entry)
    }

    private static func look<Address>(
        _ database: UnsafeMutablePointer<MMDB_s>, _ address: inout Address, _ status: inout Int32
    ) -> MMDB_lookup_result_s {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                MMDB_lookup_sockaddr(database, $0, &status)
            }
        }
    }

    private static func region(_ entry: inout MMDB_entry_s) -> Region {
        Region(
            country: code(&entry, Paths.all.country), continent: code(&entry, Paths.all.continent))
    }

    private static func code(
        _ entry: inout MMDB_entry_s, _ path: UnsafePointer<UnsafePointer<CChar>?>
    ) -> (UInt8, UInt8)? {
        var data = MMDB_entry_data_s()
        guard MMDB_aget_value(&entry, &data, path) == MMDB_SUCCESS, data.has_data,
            data.type == MMDB_DATA_TYPE_UTF8_STRING, data.data_size == 2,
            let text = data.utf8_string
        else { return nil }
        let code = (UInt8(bitPattern: text[0]), UInt8(bitPattern: text[1]))
        // ISO 3166-1, and such codes as `T1`, which some databases have for Tor.
        guard ASCII.isLetter(code.0), ASCII.isLetter(code.1) || ASCII.isDigit(code.1) else {
            return nil
        }
        return code
    }

    /// Where the codes are in a record.
    private struct Paths {
        let country = Paths.path("country", "iso_code")
        let continent = Paths.path("continent", "code")

        nonisolated(unsafe) static let all = Paths()

        /// Lives as long as the process.
        private static func path(
            _ one: StaticString, _ other: StaticString
        ) -> UnsafePointer<UnsafePointer<CChar>?> {
            let path = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: 3)
            for (index, key) in [one, other].enumerated() {
                let text = UnsafeRawPointer(key.utf8Start).assumingMemoryBound(to: CChar.self)
                (path + index).initialize(to: text)
            }
            (path + 2).initialize(to: nil)
            return UnsafePointer(path)
        }
    }
}

// MARK: Whether it is the right kind

extension GeographyDatabase {
    /// Looks at the first records, some thousand at most: of networks without a country there are a few.
    private static func tellsRegions(_ database: UnsafeMutablePointer<MMDB_s>) -> Bool {
        var open: [UInt32] = [0]
        var steps = 0
        while let number = open.popLast(), steps < 20_000 {
            steps += 1
            var node = MMDB_search_node_s()
            guard MMDB_read_node(database, number, &node) == MMDB_SUCCESS else { continue }
            for (type, record, entry) in [
                (node.right_record_type, node.right_record, node.right_record_entry),
                (node.left_record_type, node.left_record, node.left_record_entry),
            ] {
                switch Int32(type) {
                case MMDB_RECORD_TYPE_SEARCH_NODE: open.append(UInt32(record))
                case MMDB_RECORD_TYPE_DATA:
                    var entry = entry
                    if region(&entry) != .unknown { return true }
                default: break
                }
            }
        }
        return false
    }
}

/// Why a database can't be used; whoever reports it says which.
package enum GeographyError: Error, Equatable, Sendable, CustomStringConvertible {
    case file(FileError)
    case system(SystemCallError)
    /// It was written while it was read.
    case changing
    /// libmaxminddb's error.
    case library(Int32)
    case withoutCountries(type: String)

    package var description: String {
        switch self {
        case .file(let error): "can't be read: \(error)"
        case .system(let error): "can't be read: \(error)"
        case .changing: "was written while it was read"
        case .library(MMDB_FILE_OPEN_ERROR):
            "can't be read: its copy can't be opened below /proc/self/fd; is /proc there?"
        case .library(let status):
            "can't be read: libmaxminddb says: \(String(cString: MMDB_strerror(status)))"
        case .withoutCountries(let type):
            "tells neither country.iso_code nor continent.code: it is \(type.isEmpty ? "none of countries" : type)"
        }
    }
}
