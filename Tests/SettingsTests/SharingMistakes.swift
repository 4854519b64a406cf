extension Mistake {
    static let sharingMistakes: [Mistake] = [
        Mistake(
            "machines that share no rate, and how many they are is missing", .small,
            """
                admission: { shared: { redis: "unix:/run/redis.sock" } }
            """,
            """
            distrib.yaml:5:26: error: machines share the rate of sessions, and there is none: add \
            "sessions" to "admission"
                    admission: { shared: { redis: "unix:/run/redis.sock" } }
                                         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            distrib.yaml:5:26: error: "shared" lacks "machines"
                    admission: { shared: { redis: "unix:/run/redis.sock" } }
                                         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            """),
        Mistake(
            "one machine, a path without unix:, a Site that is none, a key that is none", .small,
            """
                admission:
                  sessions: { rate: 50/s }
                  shared: { machines: 1, redis: /run/redis.sock, sites: [bostom.app.com], pass: x }
            """,
            """
            distrib.yaml:7:27: error: "machines" must be a whole number from 2 to 64, not "1"
                      shared: { machines: 1, redis: /run/redis.sock, sites: [bostom.app.com], pass: x }
                                          ^
            distrib.yaml:7:37: error: "redis" must be unix:/run/name.sock, address:port or \
            name:port, not "/run/redis.sock"; did you mean "unix:/run/redis.sock"?
                      shared: { machines: 1, redis: /run/redis.sock, sites: [bostom.app.com], pass: x }
                                                    ^~~~~~~~~~~~~~~
            distrib.yaml:7:62: error: there is no Site bostom.app.com in this pool; did you mean \
            "boston.app.com"?
                      shared: { machines: 1, redis: /run/redis.sock, sites: [bostom.app.com], pass: x }
                                                                             ^~~~~~~~~~~~~~
            distrib.yaml:7:79: error: unknown key "pass" in "shared" (known: machines, redis, user, \
            password_file, database, sites)
                      shared: { machines: 1, redis: /run/redis.sock, sites: [bostom.app.com], pass: x }
                                                                                              ^~~~
            """),
        Mistake(
            "a password without Redis, and one that is not there", .small,
            """
                admission:
                  sessions: { rate: 50/s }
                  shared: { machines: 2, password_file: /nowhere/redis }
            """,
            """
            distrib.yaml:7:45: error: the password file /nowhere/redis can't be read: open: No such \
            file or directory
                      shared: { machines: 2, password_file: /nowhere/redis }
                                                            ^~~~~~~~~~~~~~
            distrib.yaml:7:45: error: "password_file" is of no use without "redis" beside it
                      shared: { machines: 2, password_file: /nowhere/redis }
                                                            ^~~~~~~~~~~~~~
            """),
        Mistake(
            "a user without a password", .small,
            """
                admission:
                  sessions: { rate: 50/s }
                  shared: { machines: 2, redis: "10.0.0.1:6379", user: distrib }
            """,
            """
            distrib.yaml:7:60: error: "user" needs "password_file" beside it
                      shared: { machines: 2, redis: "10.0.0.1:6379", user: distrib }
                                                                           ^~~~~~~
            """),
    ]
}
