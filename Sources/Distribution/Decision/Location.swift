// Where a redirect leads. The host is always a configured name, never what the client sent.

import Fields
public import Topology

extension Distributor {
    /// Appends `scheme://name[:port]` and the target with the marker of the redirect.
    public func appendLocation(
        toSite other: Site.ID, _ marking: Marking, for request: borrowing SessionlessRequest,
        to output: inout [UInt8]
    ) {
        // Spans lend their elements; arrays would copy the names.
        let sites = pool.sites.span
        appendAuthority(sites[other.index].name, request, to: &output)
        output.appendPath(request.target.path)
        switch markers.placement {
        case .path:
            // Behind the path without its last slash, which then follows: there is never a `//` more.
            let slash = UInt8(ascii: "/")
            let endsWithSlash = output.last == slash
            if !endsWithSlash { output.append(slash) }
            appendMarker(marking, toSite: other, request, to: &output)
            if endsWithSlash { output.append(slash) }
            output.appendQuery(request.target.query)
        case .query:
            output.appendQuery(request.target.query)
            output.append(UInt8(ascii: request.target.query == nil ? "?" : "&"))
            appendMarker(marking, toSite: other, request, to: &output)
        }
    }

    /// Appends `scheme://name[:port]` of the Group and the target as it came, or without its markers.
    public func appendLocation(
        toGroup group: Group.ID, deletingMarkers: Bool = false,
        for request: borrowing SessionlessRequest, to output: inout [UInt8]
    ) {
        if deletingMarkers { return appendRetryLocation(atGroup: group, for: request, to: &output) }
        let groups = pool.groups.span
        appendAuthority(groups[group.index].name, request, to: &output)
        output.appendPath(request.target.original.path)
        output.appendQuery(request.target.original.query)
    }

    /// Appends `scheme://name[:port]` of the Group and the target without its markers, so that load
    /// balancing starts afresh.
    public func appendRetryLocation(
        atGroup group: Group.ID, for request: borrowing SessionlessRequest,
        to output: inout [UInt8]
    ) {
        let groups = pool.groups.span
        appendAuthority(groups[group.index].name, request, to: &output)
        output.appendClean(request.target)
    }

    /// Appends `scheme://name[:port]` of this Site and the target with the place: where whoever waits asks again.
    public func appendWaitingLocation(
        _ waiting: Waiting, for request: borrowing SessionlessRequest, to output: inout [UInt8]
    ) {
        let marking = Marking(
            timestamp: 0, keepsTrip: false, adds: .none, place: waiting.place)
        appendLocation(toSite: site, marking, for: request, to: &output)
    }

    private func appendAuthority(
        _ name: HostName, _ request: borrowing SessionlessRequest, to output: inout [UInt8]
    ) {
        output.append(request.scheme == .https ? "https://" : "http://")
        output.append(name.bytes.span)
        guard name.port == nil, let port = request.host?.port,
            port != request.scheme.other.defaultPort
        else { return }
        output.append(UInt8(ascii: ":"))
        output.appendDecimal(Int64(port))
    }

    private func appendMarker(
        _ marking: Marking, toSite other: Site.ID, _ request: borrowing SessionlessRequest,
        to output: inout [UInt8]
    ) {
        output.append(markers.name)
        let start = output.count
        if marking.keepsTrip, let sites = request.target.marker?.sites, !sites.isEmpty {
            output.append(sites)
            output.append(UInt8(ascii: "+"))
        }
        switch marking.adds {
        case .none: break
        case .destination: appendSite(other, to: &output)
        case .thisSiteAndDestination:
            appendSite(site, to: &output)
            appendSite(other, to: &output)
        }
        if let place = marking.place {
            output.append(place, of: classes)
        } else {
            // A clock before 1970 has no timestamp; such a marker is merely not fresh.
            output.appendDecimal(max(0, marking.timestamp))
        }
        guard let signer = markers.signer else { return }
        let signature = signer.sign(output.span.extracting(start...))
        output.append(UInt8(ascii: "."))
        output.append(signature.keyID.span)
        output.append(UInt8(ascii: "."))
        output.append(signature.text.span)
    }

    private func appendSite(_ site: Site.ID, to output: inout [UInt8]) {
        let sites = pool.sites.span
        output.append(sites[site.index].name.bytes.span)
        output.append(UInt8(ascii: "+"))
    }
}

extension [UInt8] {
    /// Appends the target without its markers: what the application is to see.
    public mutating func appendClean(_ marked: borrowing MarkedTarget) {
        appendPath(marked.path)
        appendQuery(marked.query)
    }

    /// Appends a path, with the leading "/" that it may lack: what follows a host's name must
    /// never be able to lengthen it.
    mutating func appendPath(_ path: Span<UInt8>) {
        if path.first != UInt8(ascii: "/") { append(UInt8(ascii: "/")) }
        appendURIBytes(path)
    }

    mutating func appendPath(_ path: CleanText) {
        let start = count
        path.forEachPiece { piece in
            guard !piece.isEmpty else { return }
            if count == start { appendPath(piece) } else { appendURIBytes(piece) }
        }
        if count == start { append(UInt8(ascii: "/")) }
    }

    mutating func appendQuery(_ query: CleanText?) {
        guard let query else { return }
        append(UInt8(ascii: "?"))
        query.forEachPiece { appendURIBytes($0) }
    }

    mutating func appendQuery(_ query: Span<UInt8>?) {
        guard let query else { return }
        append(UInt8(ascii: "?"))
        appendURIBytes(query)
    }
}
