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
let small: [SwiftSetting] = standIn == nil ? [] : [.unsafeFlags(["-Osize"])]

// `make fuzz` alone builds the fuzzer: its `main` comes from the compiler's run-time library, which is linked in
// only together with --sanitize=fuzzer.
let fuzzer: [Target] =
    Context.environment["DISTRIB_FUZZ"] == "1"
    ? [
        .executableTarget(name: "fuzz", dependencies: ["FuzzProperties"], path: "Fuzz/Driver")
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
            ]),
        .systemLibrary(
            name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "JSON", swiftSettings: small),
        .target(name: "CGI"),
        .target(name: "FastCGI", dependencies: ["CFastCGI", "CGI", "CLinux", "SystemCalls"]),
        .target(name: "Fields"),
        .target(name: "Topology", dependencies: ["Fields"]),
        .target(name: "Distribution", dependencies: ["CGI", "Fields", "Topology"]),
        .target(
            name: "Geography",
            dependencies: ["CLinux", "CMaxMindDB", "Distribution", "Fields", "SystemCalls"],
            swiftSettings: small),
        .target(
            name: "Signing",
            dependencies: ["CSodium", "Distribution", "SystemCalls", "Topology"]),
        .target(
            name: "Simulation",
            dependencies: ["Admission", "CGI", "Distribution", "Fields", "Topology"]),
        .target(name: "Answers", dependencies: ["CGI", "Distribution", "Fields", "Topology"]),
        .target(name: "Probing", dependencies: ["CLinux", "SystemCalls"], swiftSettings: small),
        .target(
            name: "Admission", dependencies: ["Distribution", "Fields", "Probing", "SystemCalls"]),
        .target(
            name: "Peers",
            dependencies: ["Distribution", "Fields", "Probing", "SystemCalls", "Topology"]),
        .target(
            name: "Machines", dependencies: ["Admission", "CHiredis", "Probing", "SystemCalls"]),
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
            ]),
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
            path: "Benchmarks/documents"),
        // `make waiting`: what becomes of a crowd, as a table.
        .executableTarget(
            name: "waiting-table",
            dependencies: ["BenchmarkDocuments", "SeededRandom", "Simulation"],
            path: "Benchmarks/waiting"),
        // `make peers`: redirects for each session, as a table.
        .executableTarget(
            name: "peers-table",
            dependencies: ["BenchmarkDocuments", "SeededRandom", "Simulation"],
            path: "Benchmarks/peers", exclude: ["cost"]),
        // The small stateful application that the demonstration and the tests run behind each Site.
        .executableTarget(
            name: "demo-application", dependencies: ["CGI", "FastCGI", "Signing", "SystemCalls"]),

        // What must hold for every input, whoever makes it: the fuzzer, or the seeds in Fuzz/corpora.
        .target(
            name: "FuzzProperties",
            dependencies: [
                "Admission", "Answers", "CGI", "CLinux", "Distribution", "FastCGI", "Fields",
                "Probing", "Responder", "Settings", "Topology",
            ],
            path: "Fuzz/Properties"),
        .testTarget(name: "SeedTests", dependencies: ["FuzzProperties", "SystemCalls"]),
        .target(name: "SeededRandom", path: "Tests/SeededRandom"),
        .target(name: "CountryDatabases", dependencies: ["Fields"], path: "Tests/CountryDatabases"),
        .target(
            name: "RealPrograms",
            dependencies: [
                "SystemCalls",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/RealPrograms"),
        .testTarget(name: "FieldsTests", dependencies: ["Fields", "SeededRandom"]),
        .testTarget(
            name: "SystemCallsTests",
            dependencies: [
                "RealPrograms", "SystemCalls",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "CGITests", dependencies: ["CGI"]),
        .testTarget(
            name: "FastCGITests", dependencies: ["CGI", "FastCGI", "SeededRandom", "SystemCalls"]),
        .testTarget(name: "TopologyTests", dependencies: ["SeededRandom", "Topology"]),
        .testTarget(
            name: "DistributionTests",
            dependencies: ["CGI", "Distribution", "Fields", "SeededRandom", "Topology"]),
        .testTarget(
            name: "GeographyTests",
            dependencies: [
                "CountryDatabases", "Distribution", "Fields", "Geography", "SeededRandom",
                "SystemCalls",
            ]),
        .testTarget(
            name: "SigningTests",
            dependencies: ["CGI", "Distribution", "Signing", "SystemCalls", "Topology"]),
        .testTarget(
            name: "PoolTests",
            dependencies: [
                "Admission", "CGI", "Distribution", "SeededRandom", "Simulation", "Topology",
            ]),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Admission", "Distribution", "SeededRandom", "Simulation", "Topology",
            ]),
        .testTarget(
            name: "AnswersTests", dependencies: ["Answers", "CGI", "Distribution", "Topology"]),
        .testTarget(
            name: "GenerationTests",
            dependencies: ["Answers", "Distribution", "Generation", "Topology"]),
        .testTarget(
            name: "ProbingTests",
            dependencies: [
                "Probing", "RealPrograms", "SystemCalls",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(
            name: "PeersTests",
            dependencies: [
                "Distribution", "Peers", "Probing", "RealPrograms", "Signing", "SystemCalls",
                "Topology", .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(
            name: "MachinesTests",
            dependencies: [
                "Admission", "Distribution", "Machines", "Probing", "RealPrograms", "SeededRandom",
                "SystemCalls", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(
            name: "AdmissionTests",
            dependencies: [
                "Admission", "Distribution", "Fields", "Probing", "RealPrograms", "SystemCalls",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "Admission", "Answers", "CGI", "Distribution", "Fields", "Generation",
                "Machines", "Probing", "SeededRandom", "Settings", "Topology",
            ]),
        .testTarget(
            name: "ObservationTests",
            dependencies: ["Distribution", "FastCGI", "JSON", "Observation", "Topology"]),
        .testTarget(
            name: "ResponderTests",
            dependencies: [
                "Admission", "Answers", "CGI", "Distribution", "FastCGI", "Fields", "Observation",
                "Responder", "Topology",
            ]),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Admission", "CountryDatabases", "Daemon", "Distribution", "FastCGI", "Observation",
                "RealPrograms", "Settings", "SystemCalls", "Topology",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(
            name: "DoctorTests",
            dependencies: [
                "Distribution", "Doctor", "JSON", "Peers", "Probing", "SystemCalls",
            ]),
        .testTarget(name: "DemoApplicationTests", dependencies: ["demo-application"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "CountryDatabases", "RealPrograms", "SeededRandom", "SystemCalls",
                "demo-application", "distrib-fcgi",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        // Only in namespaces of its own: `make pool-test`.
        .testTarget(
            name: "TestPoolTests",
            dependencies: [
                "Answers", "CGI", "Distribution", "Topology", "RealPrograms", "demo-application",
                "distrib-fcgi",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
    ] + fuzzer
)

for target in package.targets where target.type != .system {
    target.swiftSettings = strict + (target.swiftSettings ?? [])
}
