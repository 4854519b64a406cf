import Testing

/// Real programs, real web servers. One test at a time: they are many processes on few cores.
@Suite(.serialized) enum EndToEnd {}
