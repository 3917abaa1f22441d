// swift-tools-version: 6.0
import PackageDescription

/// One Swift target for each room of the house. Arrows only ever point up this list: a target may
/// depend on what stands above it and on nothing below.
let package = Package(
    name: "beast",
    products: [.executable(name: "beast", targets: ["beast"])],
    targets: [
        // The distribution's C libraries. Each is imported by exactly one Swift target.
        .systemLibrary(name: "CSQLite", path: "Sources/C/CSQLite"),
        .systemLibrary(name: "CMark", path: "Sources/C/CMark"),
        .systemLibrary(name: "CMicroHTTPD", path: "Sources/C/CMicroHTTPD"),
        .systemLibrary(name: "CZlib", path: "Sources/C/CZlib"),
        .systemLibrary(name: "CCurl", path: "Sources/C/CCurl"),
        .systemLibrary(name: "CEpoll", path: "Sources/C/CEpoll"),
        .systemLibrary(name: "CScheduling", path: "Sources/C/CScheduling"),
        .systemLibrary(name: "CYAML", path: "Sources/C/CYAML"),
        .systemLibrary(name: "CHiredis", path: "Sources/C/CHiredis"),
        .systemLibrary(name: "CSodium", path: "Sources/C/CSodium"),

        // Arithmetic of ours in C. Optimised in debug builds too: a sentence would take seconds there otherwise.
        .target(name: "CVector", path: "Sources/C/CVector", cSettings: [.unsafeFlags(["-O3"])]),

        .target(name: "Spelling"),
        .target(name: "Telemetry"),
        .target(name: "JSON"),
        .target(name: "Storage", dependencies: ["CScheduling", "CSQLite"]),
        .target(name: "Markup", dependencies: ["CMark"]),
        .target(name: "HTTP", dependencies: ["CCurl", "CEpoll", "CMicroHTTPD", "CZlib"]),
        .target(name: "Configuration", dependencies: ["CYAML", "Spelling"]),
        .target(name: "Roadmap", dependencies: ["JSON", "Storage", "Markup", "Spelling"]),
        .target(name: "Engine", dependencies: ["JSON", "Spelling", "Telemetry"]),
        .target(
            name: "Backends",
            dependencies: ["CHiredis", "CSodium", "CVector", "Engine", "HTTP", "JSON", "Storage", "Telemetry"]),
        .target(name: "Site", dependencies: ["Engine", "JSON", "HTTP", "Markup", "Roadmap", "Storage", "Telemetry"]),
        .executableTarget(
            name: "beast",
            dependencies: [
                "Backends", "Configuration", "Engine", "HTTP", "JSON", "Markup", "Roadmap", "Site", "Spelling",
                "Storage",
            ]),

        .testTarget(name: "SpellingTests", dependencies: ["Spelling"]),
        .testTarget(name: "TelemetryTests", dependencies: ["Telemetry"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "StorageTests", dependencies: ["Storage"]),
        .testTarget(name: "MarkupTests", dependencies: ["Markup"]),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP"]),
        .testTarget(name: "ConfigurationTests", dependencies: ["Configuration"]),
        .testTarget(name: "RoadmapTests", dependencies: ["Roadmap"]),
        .testTarget(name: "EngineTests", dependencies: ["Engine"]),
        .testTarget(
            name: "BackendsTests", dependencies: ["Backends", "Engine", "HTTP", "JSON", "Storage", "Telemetry"]),
        .testTarget(name: "SiteTests", dependencies: ["Backends", "Engine", "Site", "Telemetry"]),
        .testTarget(name: "EndToEnd", dependencies: ["beast"], exclude: ["Browser", "Clients", "Demo"]),
    ],
    swiftLanguageModes: [.v6]
)
