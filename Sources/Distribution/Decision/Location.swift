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
        switch markers.placement {
        case .path:
            // The root is written without its slash: `/` becomes `/Distrib=T`, not `//Distrib=T`.
            if !isRoot(request.target.path) { output.appendPath(request.target.path) }
            output.append(UInt8(ascii: "/"))
            appendMarker(marking, request, to: &output)
            output.appendQuery(request.target.query)
        case .query:
            output.appendPath(request.target.path)
            output.appendQuery(request.target.query)
            output.append(UInt8(ascii: request.target.query == nil ? "?" : "&"))
            appendMarker(marking, request, to: &output)
        }
    }

    /// Appends `scheme://name[:port]` of the Group and the target as it came.
    public func appendLocation(
        toGroup group: Group.ID, for request: borrowing SessionlessRequest,
        to output: inout [UInt8]
    ) {
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

    private func appendAuthority(
        _ name: HostName, _ request: borrowing SessionlessRequest, to output: inout [UInt8]
    ) {
        output.append(request.scheme == .https ? "https://" : "http://")
        output.append(name.bytes.span)
        guard name.port == nil, let port = request.host?.port else { return }
        output.append(UInt8(ascii: ":"))
        output.appendDecimal(Int64(port))
    }

    private func appendMarker(
        _ marking: Marking, _ request: borrowing SessionlessRequest, to output: inout [UInt8]
    ) {
        output.append(Marker.prefix)
        let sitesStart = output.count
        if marking.keepsTrip, let sites = request.target.marker?.sites { output.append(sites) }
        appendAddedName(marking.adds, isFirst: output.count == sitesStart, request, to: &output)
        let sitesEnd = output.count
        if sitesEnd > sitesStart { output.append(UInt8(ascii: "+")) }
        let timestampStart = output.count
        // A clock before 1970 has no timestamp; such a marker is merely not fresh.
        output.appendDecimal(max(0, marking.timestamp))
        guard let signer = markers.signer else { return }
        let signature = signer.signature(
            in: output, sites: sitesStart..<sitesEnd, timestamp: timestampStart..<output.count)
        output.append(UInt8(ascii: "."))
        output.append(signature.keyID.span)
        output.append(UInt8(ascii: "."))
        output.append(signature.text.span)
    }

    private func appendAddedName(
        _ name: Marking.AddedName, isFirst: Bool, _ request: borrowing SessionlessRequest,
        to output: inout [UInt8]
    ) {
        if name != .none, !isFirst { output.append(UInt8(ascii: "+")) }
        switch name {
        case .none: return
        case .site(let site):
            let sites = pool.sites.span
            output.append(sites[site.index].name.bytes.span)
        case .host:
            guard let host = request.host else { return }
            for index in host.name.indices { output.append(ASCII.lowerCased(host.name[index])) }
        }
    }

    private func isRoot(_ path: Span<UInt8>) -> Bool {
        path.isEmpty || (path.count == 1 && path[0] == UInt8(ascii: "/"))
    }
}

extension MarkerSigner {
    fileprivate func signature(
        in output: [UInt8], sites: Range<Int>, timestamp: Range<Int>
    ) -> MarkerSignature {
        let written = output.span
        return sign(
            sites: written.extracting(sites), timestamp: written.extracting(timestamp))
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

    mutating func appendQuery(_ query: Span<UInt8>?) {
        guard let query else { return }
        append(UInt8(ascii: "?"))
        appendURIBytes(query)
    }
}
