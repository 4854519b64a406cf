// swift-tools-version: 6.2
// What one HMAC costs in size and memory: the same program without it, with swift-crypto, and with
// libcrypto as a system library. `make weigh` builds and compares them.
import PackageDescription

let common: [Target.Dependency] = [
    "Yams",
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
        .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .executableTarget(name: "without", dependencies: common),
        .executableTarget(
            name: "with-swift-crypto",
            dependencies: common + [.product(name: "Crypto", package: "swift-crypto")]),
        .executableTarget(name: "with-libcrypto", dependencies: common + ["CLibcrypto"]),
    ]
)
