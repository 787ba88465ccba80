import FoundationEssentials

/// What the plugin's configuration says; `plugin.json` holds the schema.
struct Configuration: Codable, Sendable {
    var dataDir: String
    /// `auto`, `crun`, `runc` or a path.
    var runtime: String?
    var conmon: String?
    var cniBinDirs: [String]
    var cniConfDir: String?
    var subnets: [String]?
    var bridge: String?
    var masquerade: Bool?
    var nonMasqueradeCIDRs: [String]?

    private enum CodingKeys: String, CodingKey {
        case dataDir, runtime, conmon, cniBinDirs, cniConfDir, subnets, bridge, masquerade, nonMasqueradeCIDRs
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        dataDir = try values.decode(String.self, forKey: .dataDir)
        runtime = try values.decodeIfPresent(String.self, forKey: .runtime)
        conmon = try values.decodeIfPresent(String.self, forKey: .conmon)
        cniBinDirs = try values.decodeIfPresent([String].self, forKey: .cniBinDirs) ?? ["/opt/cni/bin", "/usr/lib/cni"]
        cniConfDir = try values.decodeIfPresent(String.self, forKey: .cniConfDir)
        subnets = try values.decodeIfPresent([String].self, forKey: .subnets)
        bridge = try values.decodeIfPresent(String.self, forKey: .bridge)
        masquerade = try values.decodeIfPresent(Bool.self, forKey: .masquerade)
        nonMasqueradeCIDRs = try values.decodeIfPresent([String].self, forKey: .nonMasqueradeCIDRs)
    }

    /// Reads and checks a configuration document.
    init(_ document: [UInt8]) throws {
        self = try Documents.decode(Configuration.self, from: document, what: "configuration")
        guard dataDir.hasPrefix("/") else {
            throw RuntimeError.invalid(
                "configuration: dataDir: Invalid value: \"\(dataDir)\": must be an absolute path")
        }
        while dataDir.count > 1 && dataDir.hasSuffix("/") { dataDir.removeLast() }
        // A Unix socket's address has 107 bytes; conmon's is below this folder.
        guard dataDir.utf8.count <= 78 else {
            throw RuntimeError.invalid(
                "configuration: dataDir: Invalid value: \"\(dataDir)\": must not be over 78 bytes")
        }
        if let bridge, bridge.isEmpty || bridge.utf8.count > 15 {
            throw RuntimeError.invalid("configuration: bridge: Invalid value: \"\(bridge)\": must have 1 to 15 bytes")
        }
    }
}
