// swift-tools-version: 6.2
// A program of one's own on the library products: see docs/library.md.
import PackageDescription

let package = Package(
    name: "replay",
    dependencies: [.package(name: "distrib-fcgi", path: "../..")],
    targets: [
        .executableTarget(
            name: "replay",
            dependencies: [
                .product(name: "Distribution", package: "distrib-fcgi"),
                .product(name: "Topology", package: "distrib-fcgi"),
            ],
            swiftSettings: [.enableExperimentalFeature("Lifetimes")])
    ]
)
