import Testing

/// The import table of docs/architecture/overview.md: arrows point down only, and siblings do not import each other.
struct ImportTests {
    static let bridges: Set = [
        "CSimdJSON", "CFFI", "CZstd", "CSQLite", "CArchive", "CZlib", "CExpat", "CNFTables", "CSodium", "CLinux",
    ]

    /// What each module may import of this package, without what those may import in their turn.
    static let table: [String: Set<String>] = [
        "ApusJSON": ["CSimdJSON"],
        "ApusAPI": ["ApusJSON"],
        "ApusCEL": ["ApusAPI"],
        "ApusResources": ["ApusAPI", "ApusCEL"],
        "ApusStore": ["ApusJSON"],
        "ApusStoreSQLite": ["ApusStore"],
        "ApusStoreEtcd": ["ApusStore"],
        "ApusStoreEncryption": ["ApusStore"],
        "ApusSnapshots": ["ApusStore", "ApusAPI"],
        "ApusHTTP": ["ApusJSON"],
        "ApusServer": ["ApusHTTP", "ApusStoreEncryption", "ApusResources"],
        "ApusClient": ["ApusResources"],
        "ApusPluginHost": ["CApusPlugin", "CFFI"],
        "ApusPluginKit": ["CApusPlugin"],
        "ApusScheduler": ["ApusClient", "ApusPluginHost"],
        "ApusControllers": ["ApusClient", "ApusPluginHost"],
        "ApusKubelet": ["ApusClient", "ApusPluginHost", "ApusHTTP"],
        "ApusProxy": ["ApusClient", "ApusPluginHost"],
    ]

    static let tools: Set = ["apus", "apus-bench", "apus-plugin-check", "apus-generate"]

    /// All that `module` may reach by the table, and the bridges where they are allowed to it.
    static func allowed(_ module: String) -> Set<String> {
        var result: Set<String> = []
        var open = table[module] ?? []
        while let next = open.popFirst() {
            if result.insert(next).inserted { open.formUnion(table[next] ?? []) }
        }
        return module == "ApusAPI" || module == "ApusResources"
            ? result.subtracting(bridges) : result.union(bridges)
    }

    static func imports(of path: String) throws -> [String] {
        try Repository.text(path).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").filter { $0 != "public" && $0 != "package" && $0 != "internal" }
            guard words.first == "import", let name = words.dropFirst().last else { return nil }
            return name.split(separator: ".").first.map(String.init)
        }
    }

    @Test("every folder of Sources is in the table, is a bridge or is a tool")
    func tableIsComplete() throws {
        for folder in try Repository.folders(below: "Sources") {
            #expect(
                Self.table[folder] != nil || Self.bridges.contains(folder) || Self.tools.contains(folder)
                    || folder == "CApusPlugin", "\(folder) is not in the import table")
        }
    }

    @Test("a module imports what the table allows", arguments: ImportTests.table.keys.sorted())
    func modulesImportDownOnly(module: String) throws {
        let ours = Set(Self.table.keys).union(Self.bridges).union(["CApusPlugin"])
        let allowed = Self.allowed(module)
        for file in Repository.files(below: "Sources/\(module)", endings: ["swift"]) {
            for name in try Self.imports(of: file) where ours.contains(name) {
                #expect(allowed.contains(name), "\(file) imports \(name)")
            }
        }
    }

    @Test("a plugin imports the kit or the header, and nothing of the host")
    func pluginsStayOutside() throws {
        let ours = Set(Self.table.keys).subtracting(["ApusPluginKit"])
        for file in Repository.files(below: "Plugins", endings: ["swift"]) {
            for name in try Self.imports(of: file) {
                #expect(!ours.contains(name), "\(file) imports \(name)")
            }
        }
    }
}
