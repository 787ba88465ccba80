// swift-tools-version: 6.2
// The module graph of docs/architecture/overview.md. Tests/RepositoryTests checks the imports against its table.
import PackageDescription

// MARK: - Settings

let swift: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableExperimentalFeature("Lifetimes"),
]
let warningsInC: [CSetting] = [.treatAllWarnings(as: .error)]

// MARK: - Outside packages

let packages: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.0"),
    .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.0"),
    .package(url: "https://github.com/grpc/grpc-swift-protobuf", from: "2.4.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
]

func nio(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-nio") }
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let grpc = Target.Dependency.product(name: "GRPCCore", package: "grpc-swift-2")
let grpcTransport = Target.Dependency.product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport")
let grpcProtobuf = Target.Dependency.product(name: "GRPCProtobuf", package: "grpc-swift-protobuf")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// MARK: - Kinds of target

func bridge(_ name: String, links libraries: [String] = [], cxx: Bool = false) -> Target {
    .target(
        name: name, path: "Sources/\(name)", cSettings: warningsInC,
        cxxSettings: cxx ? [.treatAllWarnings(as: .error)] : [],
        linkerSettings: libraries.map { .linkedLibrary($0) })
}

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(name)", swiftSettings: swift)
}

/// A module with messages generated from `Generated/*.proto`.
func module(_ name: String, messages: [String], _ dependencies: [Target.Dependency]) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(name)",
        exclude: messages.map { "Generated/\($0).proto" }, swiftSettings: swift)
}

/// - Parameter allocator: The library that replaces the C library's `malloc` (docs/decisions/0007).
func tool(_ name: String, _ dependencies: [Target.Dependency], allocator: String? = nil) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Sources/\(name)", swiftSettings: swift,
        linkerSettings: allocator.map { [.linkedLibrary($0)] } ?? [])
}

/// A plugin: one dynamic library that exports `apus_plugin_main_v1` and nothing else.
func plugin(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Plugins/\(name)",
        exclude: ["plugin.json", "README.md", "export.map"], cSettings: warningsInC, swiftSettings: swift,
        linkerSettings: [
            .unsafeFlags([
                "-Xlinker", "--version-script=\(Context.packageDirectory)/Plugins/\(name)/export.map",
            ])
        ])
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", exclude: exclude, swiftSettings: swift)
}

// MARK: - The graph

let bridges: [Target] = [
    bridge("CApusPlugin"),
    bridge("CSimdJSON", links: ["simdjson"], cxx: true),
    bridge("CFFI", links: ["ffi"]),
    bridge("CSQLite", links: ["sqlite3"]),
    bridge("CArchive", links: ["archive"]),
    bridge("CZlib", links: ["z"]),
    bridge("CZstd", links: ["zstd"]),
    bridge("CExpat", links: ["expat"]),
    bridge("CNFTables", links: ["nftables"]),
    bridge("CLinux"),
    bridge("CSodium", links: ["sodium"]),
]

let core: [Target] = [
    module("ApusJSON", ["CSimdJSON"]),
    module("ApusAPI", ["ApusJSON"]),
    module("ApusCEL", ["ApusAPI", "ApusJSON"]),
    module("ApusResources", ["ApusCEL", "ApusAPI", "ApusJSON", crypto, cryptoExtras, x509]),
    module("ApusStore", ["ApusJSON"]),
    module("ApusStoreEncryption", ["ApusStore", "ApusJSON", "CSodium", crypto, cryptoExtras]),
    module("ApusStoreSQLite", ["ApusStore", "ApusJSON", "CSQLite"]),
    module(
        "ApusStoreEtcd", messages: ["etcd"],
        [
            "ApusStore", "ApusJSON", grpc, grpcTransport, grpcProtobuf, protobuf, nio("NIOCore"), nioHTTP2,
            collections, logging,
        ]),
    module(
        "ApusSnapshots",
        [
            "ApusStore", "ApusAPI", "ApusJSON", "CArchive", "CExpat", "CZstd", httpClient, nio("NIOCore"),
            nio("NIOHTTP1"), nioSSL, crypto, logging,
        ]),
    module(
        "ApusHTTP",
        [
            "ApusJSON", "CZlib", nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOTLS"),
            nio("NIOWebSocket"), nioSSL, nioHTTP2, x509, crypto, logging,
        ]),
    module(
        "ApusServer",
        [
            "ApusHTTP", "ApusStoreEncryption", "ApusStore", "ApusResources", "ApusAPI", "ApusJSON", nio("NIOCore"),
            nio("NIOHTTP1"), nioSSL, httpClient, crypto, cryptoExtras, x509, logging, collections, yams,
        ]),
    module(
        "ApusClient",
        [
            "ApusResources", "ApusAPI", "ApusJSON", httpClient, nio("NIOCore"), nio("NIOHTTP1"), nioSSL, logging,
            collections, yams,
        ]),
    module("ApusPluginHost", ["CApusPlugin", "CFFI", "CLinux", logging]),
    module("ApusPluginKit", ["CApusPlugin"]),
]

let componentBase: [Target.Dependency] = [
    "ApusClient", "ApusPluginHost", "ApusResources", "ApusAPI", "ApusJSON", logging,
]
let components: [Target] = [
    module("ApusScheduler", componentBase + ["CApusPlugin", collections]),
    module("ApusControllers", componentBase + [collections, crypto, x509]),
    module(
        "ApusKubelet",
        componentBase + [
            "ApusHTTP", "CApusPlugin", "CLinux", nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nioSSL, httpClient,
        ]),
    module("ApusProxy", componentBase + ["CNFTables", "CLinux"]),
]

let tools: [Target] = [
    tool(
        "apus",
        componentBase + [
            "ApusStore", "ApusStoreSQLite", "ApusStoreEtcd", "ApusSnapshots", "ApusHTTP", "ApusServer",
            "ApusScheduler", "ApusControllers", "ApusKubelet", "ApusProxy", "CLinux", arguments, lifecycle, signals,
            system, nio("NIOCore"),
            nio("NIOPosix"), yams,
        ], allocator: "mimalloc"),
    tool(
        "apus-bench",
        [
            "ApusJSON", "ApusAPI", "ApusResources", "ApusStore", "ApusStoreSQLite", "ApusStoreEtcd", "ApusClient",
            "ApusPluginHost", "ApusServer", "CSQLite",
            "ApusScheduler", arguments, logging, nio("NIOCore"), nio("NIOPosix"), nio("NIOConcurrencyHelpers"), nioSSL,
            grpc, grpcTransport,
        ], allocator: "mimalloc"),
    tool("apus-plugin-check", ["ApusPluginHost", "CApusPlugin", arguments, logging]),
    tool("apus-generate", ["ApusJSON", arguments, yams]),
]

let plugins: [Target] = [
    plugin("SchedulerDefaults", ["ApusPluginKit", "CApusPlugin"]),
    plugin("RuntimeOCI", ["ApusPluginKit", "CApusPlugin", "CArchive", "CLinux", crypto]),
    plugin("ExampleC", ["CApusPlugin"]),
    plugin("ExampleSwift", ["ApusPluginKit", "CApusPlugin"]),
]

/// What the tests of several components share: an API in memory, a clock that is moved by hand, an etcd, a checker.
let testSupport: [Target] = [
    .target(
        name: "ApusTestSupport", dependencies: ["ApusClient", "ApusResources", "ApusAPI", "ApusJSON"],
        path: "Tests/Support/ApusTestSupport", swiftSettings: swift),
    .target(
        name: "EtcdTestSupport", dependencies: ["ApusStoreEtcd", crypto, x509],
        path: "Tests/Support/EtcdTestSupport", swiftSettings: swift),
    .target(name: "ProgramTestSupport", path: "Tests/Support/ProgramTestSupport", swiftSettings: swift),
    .target(name: "HistoryTestSupport", path: "Tests/Support/HistoryTestSupport", swiftSettings: swift),
]

let suites: [Target] = [
    tests("ApusJSONTests", ["ApusJSON"]),
    tests("ApusAPITests", ["ApusAPI", "ApusJSON"]),
    tests("ApusCELTests", ["ApusCEL", "ApusAPI", "ApusJSON"]),
    tests("ApusResourcesTests", ["ApusResources", "ApusAPI", "ApusJSON", "apus-generate"], exclude: ["Rules"]),
    tests(
        "ApusStoreTests",
        [
            "EtcdTestSupport", "HistoryTestSupport", "ApusStore", "ApusStoreEncryption", "ApusStoreSQLite",
            "ApusStoreEtcd", "ApusJSON", nio("NIOCore"), logging,
        ]),
    tests("ApusStoreEncryptionTests", ["ApusStoreEncryption", "ApusStore", "ApusJSON"]),
    tests(
        "ApusSnapshotsTests",
        [
            "EtcdTestSupport", "ApusTestSupport", "ApusSnapshots", "ApusStore", "ApusStoreSQLite", "ApusStoreEtcd",
            "ApusAPI", "ApusJSON", nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), logging,
        ]),
    tests(
        "ApusHTTPTests",
        [
            "ApusHTTP", "ApusJSON", nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nioSSL, nioHTTP2, httpClient,
            x509,
            crypto,
        ]),
    tests(
        "ApusServerTests",
        [
            "EtcdTestSupport", "CZlib", "ApusServer", "ApusClient", "ApusHTTP", "ApusStore", "ApusStoreEncryption",
            "ApusStoreSQLite", "ApusStoreEtcd", "ApusResources", "ApusAPI", "ApusJSON",
            nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), httpClient, crypto, cryptoExtras, x509, logging,
        ]),
    tests(
        "ApusClientTests",
        [
            "ApusTestSupport", "ApusClient", "ApusResources", "ApusAPI", "ApusJSON", logging, nio("NIOCore"),
            nio("NIOPosix"), nio("NIOHTTP1"), nioSSL,
        ]),
    tests("ApusPluginHostTests", ["ApusPluginHost", "CApusPlugin", "ApusPluginKit", "apus-plugin-check", logging]),
    tests(
        "ApusSchedulerTests",
        [
            "ApusTestSupport", "ApusScheduler", "ApusClient", "ApusPluginHost", "ApusResources", "ApusAPI", "ApusJSON",
            "CApusPlugin", logging,
        ]),
    tests(
        "ApusControllersTests",
        [
            "ApusTestSupport", "ApusControllers", "ApusClient", "ApusServer", "ApusStore", "ApusResources", "ApusAPI",
            "ApusJSON", logging, crypto, x509, nio("NIOCore"), nio("NIOPosix"),
        ]),
    tests(
        "ApusKubeletTests",
        [
            "ApusTestSupport", "ApusKubelet", "ApusHTTP", "ApusClient", "ApusPluginHost", "ApusResources", "ApusAPI",
            "ApusJSON", logging, nio("NIOCore"), nio("NIOPosix"),
        ]),
    tests("ApusProxyTests", ["ApusTestSupport", "ApusProxy", "ApusClient", "ApusAPI", "ApusJSON", logging]),
    tests(
        "ApusTests",
        [
            "EtcdTestSupport", "apus", "ApusSnapshots", "ApusStore", "ApusStoreSQLite", "ApusStoreEtcd",
            "ApusControllers", "ApusServer", "ApusHTTP", "ApusClient", "ApusResources", "ApusJSON", arguments,
            crypto, logging,
        ]),
    tests("RuntimeOCITests", ["ApusPluginHost", "CApusPlugin", "CLinux", logging]),
    tests("RepositoryTests", [subprocess, system]),
    tests("Cluster", ["ProgramTestSupport", subprocess, system], exclude: ["clients", "conformance"]),
    tests(
        "Robustness",
        [
            "HistoryTestSupport", "ProgramTestSupport", "ApusStoreSQLite", "ApusStore", "ApusJSON", httpClient,
            nio("NIOCore"), nio("NIOHTTP1"), nioSSL,
        ], exclude: ["faults.c"]),
]

let package = Package(
    name: "apus",
    products: plugins.map { .library(name: $0.name, type: .dynamic, targets: [$0.name]) }
        + [.executable(name: "apus", targets: ["apus"])],
    dependencies: packages,
    targets: bridges + core + components + tools + plugins + testSupport + suites,
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c11,
    cxxLanguageStandard: .cxx17
)
