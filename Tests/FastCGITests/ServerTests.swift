import Testing

/// All tests that open sockets: one after the other, because some count the process's descriptors
/// or change its limits and environment.
@Suite(.serialized) struct ServerTests {}
