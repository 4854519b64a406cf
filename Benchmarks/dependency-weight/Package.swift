// swift-tools-version: 6.2
// What two libraries cost in size, memory and build time: the same program (arguments, a log line, a YAML
// document, an HMAC) with Yams and swift-crypto, and with libyaml and libsodium of the system. `make weigh`
// builds and compares them.
import PackageDescription

let common: [Target.Dependency] = [
    .product(name: "ArgumentParser", package: "swift-argument-parser"),
    .product(name: "Logging", package: "swift-log"),
]

let package = Package(
    name: "dependency-weight",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CLibsodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .executableTarget(
            name: "before",
            dependencies: common + ["Yams", .product(name: "Crypto", package: "swift-crypto")]),
        .executableTarget(name: "after", dependencies: common + ["CLibYAML", "CLibsodium"]),
    ]
)
