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
        .systemLibrary(name: "CGnuTLS", path: "Sources/C/CGnuTLS"),
        .systemLibrary(name: "CZlib", path: "Sources/C/CZlib"),
        .systemLibrary(name: "CCurl", path: "Sources/C/CCurl"),
        .systemLibrary(name: "CEpoll", path: "Sources/C/CEpoll"),
        .systemLibrary(name: "CScheduling", path: "Sources/C/CScheduling"),
        .systemLibrary(name: "CYAML", path: "Sources/C/CYAML"),
        .systemLibrary(name: "CHiredis", path: "Sources/C/CHiredis"),
        .systemLibrary(name: "CSodium", path: "Sources/C/CSodium"),
        .systemLibrary(name: "CMimalloc", path: "Sources/C/CMimalloc"),

        // Arithmetic of ours in C. Optimised in debug builds too: a sentence would take seconds there otherwise.
        .target(name: "CVector", path: "Sources/C/CVector", cSettings: [.unsafeFlags(["-O3"])]),

        .target(name: "Spelling"),
        .target(name: "CSV"),
        .target(name: "Telemetry"),
        .target(name: "JSON"),
        .target(name: "Secrets", dependencies: ["CSodium"]),
        .target(name: "Storage", dependencies: ["CScheduling", "CSQLite"]),
        .target(name: "Markup", dependencies: ["CMark"]),
        .target(name: "HTTP", dependencies: ["CCurl", "CEpoll", "CGnuTLS", "CMicroHTTPD", "CZlib"]),
        .target(name: "Configuration", dependencies: ["CYAML", "Spelling"]),
        .target(name: "Roadmap", dependencies: ["CSV", "JSON", "Storage", "Markup", "Spelling"]),
        .target(name: "Access", dependencies: ["Roadmap", "Secrets", "Spelling", "Storage"]),
        .target(name: "Engine", dependencies: ["JSON", "Spelling", "Telemetry"]),
        .target(
            name: "Backends",
            dependencies: ["CHiredis", "CSV", "CVector", "Engine", "HTTP", "JSON", "Secrets", "Storage", "Telemetry"]),
        .target(
            name: "Site",
            dependencies: [
                "Access", "CSV", "Engine", "JSON", "HTTP", "Markup", "Roadmap", "Secrets", "Storage", "Telemetry",
            ]),
        .executableTarget(
            name: "beast",
            dependencies: [
                "Access", "Backends", "CMimalloc", "Configuration", "Engine", "HTTP", "JSON", "Markup", "Roadmap",
                "Secrets", "Site", "Spelling", "Storage", "Telemetry",
            ]),

        .testTarget(name: "SpellingTests", dependencies: ["Spelling"]),
        .testTarget(name: "CSVTests", dependencies: ["CSV"]),
        .testTarget(name: "TelemetryTests", dependencies: ["Telemetry"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "SecretsTests", dependencies: ["Secrets"]),
        .testTarget(name: "StorageTests", dependencies: ["Storage"]),
        .testTarget(name: "MarkupTests", dependencies: ["Markup"]),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP"]),
        .testTarget(name: "ConfigurationTests", dependencies: ["Configuration"]),
        .testTarget(name: "RoadmapTests", dependencies: ["Roadmap"]),
        .testTarget(name: "AccessTests", dependencies: ["Access", "Roadmap", "Secrets", "Storage"]),
        .testTarget(name: "EngineTests", dependencies: ["Engine"]),
        .testTarget(
            name: "BackendsTests",
            dependencies: ["Backends", "Engine", "HTTP", "JSON", "Secrets", "Storage", "Telemetry"]),
        .testTarget(name: "SiteTests", dependencies: ["Access", "Backends", "Engine", "Secrets", "Site", "Telemetry"]),
        .testTarget(name: "EndToEnd", dependencies: ["beast"], exclude: ["Browser", "Clients", "Demo"]),
    ],
    swiftLanguageModes: [.v6]
)
