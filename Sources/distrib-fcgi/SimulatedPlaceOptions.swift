import Admission
import ArgumentParser
import Distribution
import Settings
import Simulation
import Topology

/// What `explain` and `simulate` suppose of the waiting line.
struct SimulatedPlaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Suppose that the client holds a place in the waiting line, for that long, such as 90s.",
            valueName: "duration"),
        transform: { try CommandDuration.seconds($0, option: "--place") })
    var place: Int64?
    @Flag(help: "Suppose that whoever holds a place is called.")
    var called = false

    /// The request as the holder of such a place sends it.
    /// - Parameters:
    ///   - className: nil means `normal`
    ///   - now: seconds since 1970
    func held(
        _ request: SimulatedRequest, by distributor: Distributor, className: String?, at now: Int64
    ) throws -> SimulatedRequest {
        guard let place else { return request }
        guard distributor.markers.placeKeep != nil else {
            throw ValidationError(
                "The pool \(distributor.pool.name) has no waiting line, in which the client could "
                    + "hold a place: write the section `waiting`.")
        }
        let classes = distributor.classes
        let admissionClass =
            classes.firstIndex { $0.name.elementsEqual((className ?? "").utf8) } ?? classes.count
        return request.holding(
            Place(
                admissionClass: admissionClass, time: (now - place) * 1000, renewed: now * 1000,
                counter: 0), by: distributor)
    }
}

extension AdmissionSettings {
    /// The classes that never wait, by their indices.
    var always: Set<Int> { Set(policy.classes.indices.filter { policy.classes[$0].isAlways }) }
}
