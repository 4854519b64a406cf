/// A connection that was accepted and not taken in yet.
struct Arrival {
    let descriptor: Int32
    /// Whether it is one of those that are kept back for requests which are answered all the same.
    let isBeyondLimit: Bool
}
