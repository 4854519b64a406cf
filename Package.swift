// swift-tools-version: 6.2
import PackageDescription

// CI builds with DISTRIB_STRICT=1; whoever builds with another compiler is not stopped by its warnings.
let warnings: [SwiftSetting] =
    Context.environment["DISTRIB_STRICT"] == "1" ? [.treatAllWarnings(as: .error)] : []

let strict: [SwiftSetting] =
    warnings + [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        // Views of a request (spans of its bytes) are non-escapable types with declared lifetimes.
        .enableExperimentalFeature("Lifetimes"),
    ]

// `make release` names an object file that stands in for Foundation, and has rooms off the path of requests compiled
// for size. No other build has these flags, with which nobody could use the package as a dependency.
let standIn = Context.environment["DISTRIB_RELEASE"]
let foundation: [LinkerSetting] = standIn.map { [.unsafeFlags([$0])] } ?? []
let small: [SwiftSetting] = strict + (standIn == nil ? [] : [.unsafeFlags(["-Osize"])])

// `make fuzz` alone builds the fuzzer: its `main` comes from the compiler's run-time library, which is linked in
// only together with --sanitize=fuzzer.
let fuzzer: [Target] =
    Context.environment["DISTRIB_FUZZ"] == "1"
    ? [
        .executableTarget(
            name: "fuzz", dependencies: ["FuzzProperties"], path: "Fuzz/Driver",
            swiftSettings: strict)
    ] : []

let package = Package(
    name: "distrib-fcgi",
    products: [
        .executable(name: "distrib-fcgi", targets: ["distrib-fcgi"]),
        .executable(name: "demo-application", targets: ["demo-application"]),
        // The algorithm as a library: no Foundation, no I/O, no clock.
        .library(name: "Topology", targets: ["Fields", "Topology"]),
        .library(name: "Distribution", targets: ["CGI", "Distribution", "Fields", "Topology"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        // Tests only.
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        // The rooms, in dependency order.
        .systemLibrary(name: "CFastCGI", pkgConfig: "fcgi", providers: [.apt(["libfcgi-dev"])]),
        // Only declares: the library is loaded where it is configured.
        .systemLibrary(name: "CHiredis"),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(
            name: "CMaxMindDB", pkgConfig: "libmaxminddb",
            providers: [.apt(["libmaxminddb-dev"])]),
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        // Not "System": packages that look for a module of that name would find ours.
        .target(
            name: "SystemCalls",
            dependencies: [
                "CLinux", .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .systemLibrary(
            name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "JSON", swiftSettings: small),
        .target(name: "CGI", swiftSettings: strict),
        .target(
            name: "FastCGI", dependencies: ["CFastCGI", "CGI", "CLinux", "SystemCalls"],
            swiftSettings: strict),
        .target(name: "Fields", swiftSettings: strict),
        .target(name: "Topology", dependencies: ["Fields"], swiftSettings: strict),
        .target(
            name: "Distribution", dependencies: ["CGI", "Fields", "Topology"], swiftSettings: strict
        ),
        .target(
            name: "Geography",
            dependencies: ["CLinux", "CMaxMindDB", "Distribution", "Fields", "SystemCalls"],
            swiftSettings: small),
        .target(
            name: "Signing",
            dependencies: ["CSodium", "Distribution", "SystemCalls", "Topology"],
            swiftSettings: strict),
        .target(
            name: "Simulation",
            dependencies: ["Admission", "CGI", "Distribution", "Fields", "Topology"],
            swiftSettings: strict),
        .target(
            name: "Answers", dependencies: ["CGI", "Distribution", "Fields", "Topology"],
            swiftSettings: strict),
        .target(name: "Probing", dependencies: ["CLinux", "SystemCalls"], swiftSettings: small),
        .target(
            name: "Admission", dependencies: ["Distribution", "Fields", "Probing", "SystemCalls"],
            swiftSettings: strict),
        .target(
            name: "Peers",
            dependencies: ["Distribution", "Fields", "Probing", "SystemCalls", "Topology"],
            swiftSettings: strict),
        .target(
            name: "Machines", dependencies: ["Admission", "CHiredis", "Probing", "SystemCalls"],
            swiftSettings: strict),
        .target(
            name: "Generation", dependencies: ["Answers", "Distribution", "Topology"],
            swiftSettings: small),
        .target(
            name: "Settings",
            dependencies: [
                "Admission", "Answers", "CYAML", "Distribution", "Fields", "Generation",
                "Geography", "Machines", "Peers", "Probing", "Signing", "SystemCalls", "Topology",
            ],
            swiftSettings: small),
        .target(
            name: "Observation",
            dependencies: ["Distribution", "FastCGI", "JSON", "SystemCalls", "Topology"],
            swiftSettings: small),
        .target(
            name: "Responder",
            dependencies: [
                "Admission", "Answers", "CGI", "Distribution", "FastCGI", "Fields", "JSON",
                "Observation", "Peers", "Topology",
            ],
            swiftSettings: strict),
        .target(
            name: "Daemon",
            dependencies: [
                "Admission", "Answers", "CGI", "Distribution", "FastCGI", "Fields", "Geography",
                "JSON", "Machines", "Observation", "Peers", "Responder", "Settings", "SystemCalls",
                "Topology", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: small),
        .target(
            name: "Doctor",
            dependencies: [
                "Answers", "Distribution", "Fields", "Generation", "JSON", "Peers", "Probing",
                "Settings", "SystemCalls", "Topology",
            ],
            swiftSettings: small),
        .executableTarget(
            name: "distrib-fcgi",
            dependencies: [
                "Admission", "Answers", "CGI", "Daemon", "Distribution", "Doctor", "FastCGI",
                "Fields", "Generation", "Geography", "JSON", "Peers", "Probing", "Responder",
                "Settings", "Signing",
                "Simulation", "SystemCalls", "Topology",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: small, linkerSettings: foundation),
        // The tables and pictures of documents that are made by programs.
        .target(
            name: "BenchmarkDocuments", dependencies: ["SystemCalls"],
            path: "Benchmarks/documents", swiftSettings: strict),
        // `make waiting`: what becomes of a crowd, as a table.
        .executableTarget(
            name: "waiting-table",
            dependencies: ["BenchmarkDocuments", "SeededRandom", "Simulation"],
            path: "Benchmarks/waiting",
            swiftSettings: strict),
        // `make peers`: redirects for each session, as a table.
        .executableTarget(
            name: "peers-table",
            dependencies: ["BenchmarkDocuments", "SeededRandom", "Simulation"],
            path: "Benchmarks/peers", exclude: ["cost"], swiftSettings: strict),
        // The small stateful application that the demonstration and the tests run behind each Site.
        .executableTarget(
            name: "demo-application", dependencies: ["CGI", "FastCGI", "Signing", "SystemCalls"],
            swiftSettings: strict),

        // What must hold for every input, whoever makes it: the fuzzer, or the seeds in Fuzz/corpora.
        .target(
            name: "FuzzProperties",
            dependencies: [
                "Admission", "Answers", "CGI", "CLinux", "Distribution", "FastCGI", "Fields",
                "Probing", "Responder", "Settings", "Topology",
            ],
            path: "Fuzz/Properties", swiftSettings: strict),
        .testTarget(
            name: "SeedTests", dependencies: ["FuzzProperties", "SystemCalls"],
            swiftSettings: strict),
        .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: strict),
        .target(
            name: "CountryDatabases", dependencies: ["Fields"], path: "Tests/CountryDatabases",
            swiftSettings: strict),
        .target(
            name: "RealPrograms",
            dependencies: [
                "SystemCalls",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/RealPrograms", swiftSettings: strict),
        .testTarget(
            name: "FieldsTests", dependencies: ["Fields", "SeededRandom"], swiftSettings: strict),
        .testTarget(
            name: "SystemCallsTests",
            dependencies: [
                "RealPrograms", "SystemCalls",
                .product(name: "SystemPackage", package: "swift-system"),
            ], swiftSettings: strict),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: strict),
        .testTarget(name: "CGITests", dependencies: ["CGI"], swiftSettings: strict),
        .testTarget(
            name: "FastCGITests", dependencies: ["CGI", "FastCGI", "SeededRandom", "SystemCalls"],
            swiftSettings: strict),
        .testTarget(
            name: "TopologyTests", dependencies: ["SeededRandom", "Topology"], swiftSettings: strict
        ),
        .testTarget(
            name: "DistributionTests",
            dependencies: ["CGI", "Distribution", "Fields", "SeededRandom", "Topology"],
            swiftSettings: strict),
        .testTarget(
            name: "GeographyTests",
            dependencies: [
                "CountryDatabases", "Distribution", "Fields", "Geography", "SeededRandom",
                "SystemCalls",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SigningTests",
            dependencies: ["CGI", "Distribution", "Signing", "SystemCalls", "Topology"],
            swiftSettings: strict),
        .testTarget(
            name: "PoolTests",
            dependencies: [
                "Admission", "CGI", "Distribution", "SeededRandom", "Simulation", "Topology",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SimulationTests", dependencies: ["SeededRandom", "Simulation"],
            swiftSettings: strict),
        .testTarget(
            name: "AnswersTests", dependencies: ["Answers", "CGI", "Distribution", "Topology"],
            swiftSettings: strict),
        .testTarget(
            name: "GenerationTests",
            dependencies: ["Answers", "Distribution", "Generation", "Topology"],
            swiftSettings: strict),
        .testTarget(
            name: "ProbingTests",
            dependencies: [
                "Probing", "RealPrograms", "SystemCalls",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PeersTests",
            dependencies: [
                "Distribution", "Peers", "Probing", "RealPrograms", "Signing", "SystemCalls",
                "Topology", .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "MachinesTests",
            dependencies: [
                "Admission", "Distribution", "Machines", "Probing", "RealPrograms", "SeededRandom",
                "SystemCalls", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AdmissionTests",
            dependencies: [
                "Admission", "Distribution", "Fields", "Probing", "RealPrograms", "SystemCalls",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "Admission", "Answers", "CGI", "Distribution", "Fields", "Generation",
                "Machines", "Probing", "SeededRandom", "Settings", "Topology",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ObservationTests",
            dependencies: ["Distribution", "FastCGI", "JSON", "Observation", "Topology"],
            swiftSettings: strict),
        .testTarget(
            name: "ResponderTests",
            dependencies: [
                "Admission", "Answers", "CGI", "Distribution", "FastCGI", "Fields", "Observation",
                "Responder", "Topology",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Admission", "CountryDatabases", "Daemon", "Distribution", "FastCGI", "Observation",
                "RealPrograms", "Settings", "SystemCalls", "Topology",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DoctorTests",
            dependencies: [
                "Distribution", "Doctor", "JSON", "Peers", "Probing", "SystemCalls",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DemoApplicationTests", dependencies: ["demo-application"], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "CountryDatabases", "RealPrograms", "SeededRandom", "SystemCalls",
                "demo-application", "distrib-fcgi",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        // Only in namespaces of its own: `make pool-test`.
        .testTarget(
            name: "TestPoolTests",
            dependencies: [
                "Answers", "CGI", "Distribution", "Topology", "RealPrograms", "demo-application",
                "distrib-fcgi",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
    ] + fuzzer
)
