package import Distribution
package import Topology

/// The reasons of a decision in words, the same in `explain`, `simulate` and the log.
package enum DecisionText {
    package static func host(_ role: HostMeaning, _ pool: Pool) -> String {
        switch role {
        case .absent: "absent"
        case .poolName: "the Pool Name"
        case .groupName(let group): "the Group Name \(pool[group].name)"
        case .thisSite: "this Site's Name"
        case .otherSite(let site): "another Site's Name, \(pool[site].name)"
        case .unknown: "none of the Pool's names"
        }
    }

    package static func marker(_ state: MarkerState, now: Int64? = nil) -> String {
        guard let freshness = state.freshness else { return "none" }
        let age = now.map { ", \($0 &- state.timestamp) s old" } ?? ""
        let place = state.place == nil ? "" : ", a place"
        return switch freshness {
        case .fresh:
            state.isTrip
                ? "fresh\(age)\(place), a trip under way: \(state.triedSites) tried"
                : "fresh\(age)\(place)"
        case .malformed: "not fresh: malformed"
        case .expired: "not fresh: expired\(age)"
        case .fromTheFuture: "not fresh: dated beyond the clock tolerance"
        case .unsigned: "not fresh: keys are configured, and it is unsigned"
        case .unknownKey: "not fresh: signed by a key that is not listed"
        case .forged: "not fresh: the signature is wrong"
        case .withoutLine: "not fresh: a place, and this Site has no waiting line"
        case .lostPlace: "not fresh: the place was used, or is too old"
        }
    }

    /// A place in the line, as the marker says.
    package static func place(_ place: Place, _ distributor: Distributor, now: Int64) -> String {
        let name = className(place.admissionClass, distributor)
        return "class \(name), held for \(now &- place.time / 1000) s, renewed "
            + "\(now &- place.renewed / 1000) s ago, \(place.isCalled ? "called" : "waiting")"
    }

    package static func reason(_ proper: ProperGroup) -> String {
        switch proper.reason {
        case .onlyGroup: "the only one"
        case .remembered: "the cookie remembers it"
        case .rule(let index): "rule \(index + 1)"
        case .byDefault: "the default"
        case .firstOfSite: "no rule matches: the first one with this Site"
        }
    }

    /// The class of an answer of the door.
    package static func admissionClass(_ answer: DoorAnswer, _ distributor: Distributor) -> String {
        className(answer.admissionClass, distributor)
    }

    private static func className(_ index: Int, _ distributor: Distributor) -> String {
        let classes = distributor.classes
        guard classes.indices.contains(index) else { return "\(RequestClass.normal)" }
        return String(decoding: classes[index].name, as: UTF8.self)
    }

    package static func refusal(_ refusal: DoorRefusal) -> String {
        switch refusal {
        case .signal: "a signal says that this Site is too busy for the class"
        case .draining: "this Site is draining"
        case .shed: "a part of the clients is shed, and this one is in it"
        case .rate: "the rate of sessions is used up"
        case .line: "others wait, who were there before"
        case .share: "the class has used its share, and what is left is for others"
        }
    }

    package static func condition(_ row: Row) -> String {
        switch row {
        case .row0: "the request is exempt from distribution"
        case .row1e:
            "Host is the Pool Name or a Group Name; no marker; the cookie names a Site of the Group"
        case .row1f:
            "Host is the Pool Name or a Group Name; no marker; this Site would refuse; another one is free"
        case .row1a: "Host is the Pool Name; this Site is in the proper Group"
        case .row1b: "Host is the Pool Name; this Site is not in the proper Group"
        case .row1c: "Host is a Group Name, or a name that is no Site's"
        case .row1d: "Host is another Site's Name: DNS failed over to here"
        case .row2a: "Host is this Site's Name; no marker"
        case .row2b: "Host is this Site's Name; the marker is not fresh"
        case .row3a: "this Site is not too busy"
        case .row3f:
            "refused; the request holds a place; a Site that was not led to is known to be free, "
                + "or this one is draining"
        case .row3g: "refused; the request holds a place"
        case .row3b: "busy, no trip under way; the ring has no other Site, or max_sites is 1"
        case .row3c: "busy, no trip under way; another Site is next"
        case .row3d:
            "busy, trip under way; the marker names every Site of the ring, or max_sites of them"
        case .row3e: "busy, trip under way; the marker does not name some Site of the ring"
        }
    }
}
