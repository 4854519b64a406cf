import Testing

/// All tests that open sockets: one after the other, because they wait on the threads that all tests
/// share. Those that count descriptors and memory, or change limits and environment, have a process
/// of their own.
@Suite(.serialized) struct ServerTests {}
