import CGI
package import Fields

/// Knows where addresses are used: a database of countries.
package protocol Atlas: Sendable {
    func region(of client: IPAddress) -> Region
}

/// Where an address is used.
package struct Region: Equatable, Sendable {
    /// The code of the country, `CH`, then that of the continent, `EU`; each is 0 where it is not known.
    fileprivate var codes: InlineArray<4, UInt8>

    package static var unknown: Region { Region(codes: InlineArray(repeating: 0)) }

    package init(country: (UInt8, UInt8)?, continent: (UInt8, UInt8)?) {
        codes = [country?.0 ?? 0, country?.1 ?? 0, continent?.0 ?? 0, continent?.1 ?? 0]
    }

    private init(codes: InlineArray<4, UInt8>) { self.codes = codes }

    package static func == (one: Region, other: Region) -> Bool {
        for index in one.codes.indices where one.codes[index] != other.codes[index] {
            return false
        }
        return true
    }

    /// The code; nil where it is not known.
    package func text(_ part: RegionPart) -> String? {
        let start = part.offset
        guard codes[start] != 0 else { return nil }
        return String(decoding: [codes[start], codes[start + 1]], as: UTF8.self)
    }
}

/// What of a region a condition asks for.
public enum RegionPart: Hashable, Sendable {
    case country, continent

    fileprivate var offset: Int { self == .country ? 0 : 2 }
}

/// One request's look into an atlas, which is taken when somebody first asks, and once.
@usableFromInline
package struct AtlasLook {
    /// It stands first, so that its bytes are where the look is.
    private var region = Region.unknown
    private var isTaken = false
    private let atlas: any Atlas

    package init(_ atlas: any Atlas) { self.atlas = atlas }

    /// The code for the client; nil where it is not known.
    /// - Parameter look: it outlives the variables' request
    @_lifetime(copy variables)
    fileprivate static func code(
        _ part: RegionPart, of client: IPAddress, _ look: UnsafeMutablePointer<AtlasLook>,
        _ variables: CGIVariables
    ) -> Span<UInt8>? {
        if !look.pointee.isTaken {
            look.pointee.region = look.pointee.atlas.region(of: client)
            look.pointee.isTaken = true
        }
        let start = UnsafeRawPointer(look).assumingMemoryBound(to: UInt8.self) + part.offset
        guard start.pointee != 0 else { return nil }
        return _overrideLifetime(Span(_unsafeStart: start, count: 2), copying: variables)
    }
}

extension SessionlessRequest {
    /// The code of the client's country or continent: what the CGI variable of that name says, or where it says
    /// nothing, the atlas. Nil where neither does.
    @_lifetime(copy self)
    package func code(_ part: RegionPart, variable: Span<UInt8>) -> Span<UInt8>? {
        let said = variables.value(of: variable)
        if let said, !said.isEmpty { return said }
        guard let atlasLook, let client else { return said }
        return AtlasLook.code(part, of: client, atlasLook, variables)
    }
}
