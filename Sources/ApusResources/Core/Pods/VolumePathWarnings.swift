import ApusAPI
import ApusJSON

/// Files of one volume that lie in each other's way (`warningsForOverlappingVirtualPaths`).
enum VolumePathWarnings {
    /// How many files of one source are looked at, where some lie in each other's way: each is compared with all others.
    private static let limit = 256

    static func of(_ volumes: [JSONValue]) -> [String] {
        volumes.lazy.filter(mayWarn).flatMap { volume in
            let name = "volume \(GoText.quoted(volume["name"].text))"
            var warnings: [String] = []
            for (key, kind, source) in [
                ("configMap", "ConfigMap", "name"), ("secret", "Secret", "secretName"),
                ("downwardAPI", "DownwardAPI", ""),
            ] where !volume[key]["items"].isNull {
                let shown = source.isEmpty ? kind : "\(kind) \(GoText.quoted(volume[key][source].text))"
                warnings += overlaps(paths(volume[key]["items"]), "\(name) (\(shown)): overlapping paths")
            }
            return warnings + ofProjected(volume["projected"]["sources"].elements, name)
        }
    }

    /// Whether there is anything to say of a volume. Of nearly all there is not, and this costs little to find out.
    private static func mayWarn(_ volume: JSONValue) -> Bool {
        var paths: [String] = []
        addFiles(of: volume, to: &paths)
        for source in volume["projected"]["sources"].elements {
            if source.object?.isEmpty != false { return true }
            addFiles(of: source, to: &paths)
        }
        guard paths.count > 1 else { return false }
        // What begins with another stands behind it, with nothing between that does not begin with it too.
        paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return zip(paths, paths.dropFirst()).contains { overlap($0, $1) }
    }

    private static let holders = ["configMap", "secret", "downwardAPI"]

    private static func addFiles(of source: JSONValue, to paths: inout [String]) {
        for key in holders {
            for item in source[key]["items"].elements { paths.append(trimmed(item["path"].text)) }
        }
        let token = source["serviceAccountToken"]
        if !token.isNull { paths.append(trimmed(token["path"].text)) }
    }

    private static func trimmed(_ path: String) -> String {
        guard path.utf8.last == UInt8(ascii: "/") else { return path }
        return String(path.reversed().drop { $0 == "/" }.reversed())
    }

    private static func ofProjected(_ sources: [JSONValue], _ name: String) -> [String] {
        var warnings: [String] = []
        var all: Set<String> = []
        for source in sources {
            guard source.object?.isEmpty == false else {
                warnings.append("\(name) (Projected) has no sources provided")
                continue
            }
            guard let (paths, shown) = named(source), !paths.isEmpty else { continue }
            let message = "\(name) (Projected \(shown)): overlapping paths"
            warnings += overlaps(paths, message)
            warnings += overlaps((Set(paths).map { $0 } + all).sorted(), message)
            all.formUnion(paths)
        }
        return warnings
    }

    /// Where a source puts its files, and what it is called.
    private static func named(_ source: JSONValue) -> (paths: [String], shown: String)? {
        for (key, kind) in [("configMap", "ConfigMap"), ("secret", "Secret")] where !source[key]["items"].isNull {
            return (paths(source[key]["items"]), "\(kind) \(GoText.quoted(source[key]["name"].text))")
        }
        if !source["downwardAPI"]["items"].isNull { return (paths(source["downwardAPI"]["items"]), "DownwardAPI") }
        let token = source["serviceAccountToken"]
        return token.isNull ? nil : ([token["path"].text], "ServiceAccountToken")
    }

    private static func paths(_ items: JSONValue) -> [String] { items.elements.map { $0["path"].text } }

    private static func overlaps(_ paths: [String], _ message: String) -> [String] {
        var seen: Set<String> = []
        var warnings: [String] = []
        for path in paths.prefix(limit).map(trimmed) {
            if let other = seen.sorted().first(where: { overlap($0, path) }) {
                warnings.append("\(message): \(GoText.quoted(path)) with \(GoText.quoted(other))")
            }
            seen.insert(path)
        }
        return warnings
    }

    /// Whether one is the other, or as upstream sees it begins with it.
    private static func overlap(_ a: String, _ b: String) -> Bool {
        guard !a.isEmpty, !b.isEmpty else { return false }
        // Neither ends with a slash: one slash behind the longer one changes nothing.
        return a.utf8.starts(with: b.utf8) || b.utf8.starts(with: a.utf8)
    }
}
