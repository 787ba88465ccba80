import ApusAPI
import ApusJSON

/// Files of one volume that lie in each other's way (`warningsForOverlappingVirtualPaths`).
enum VolumePathWarnings {
    static func of(_ volumes: [JSONValue]) -> [String] {
        volumes.flatMap { volume in
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

    private static func ofProjected(_ sources: [JSONValue], _ name: String) -> [String] {
        var warnings: [String] = []
        var all: Set<String> = []
        for source in sources {
            guard source.object?.isEmpty == false else {
                warnings.append("\(name) (Projected) has no sources provided")
                continue
            }
            guard let (paths, shown) = files(of: source), !paths.isEmpty else { continue }
            let message = "\(name) (Projected \(shown)): overlapping paths"
            warnings += overlaps(paths, message)
            warnings += overlaps((Set(paths).map { $0 } + all).sorted(), message)
            all.formUnion(paths)
        }
        return warnings
    }

    /// Where a source puts its files, and what it is called.
    private static func files(of source: JSONValue) -> (paths: [String], shown: String)? {
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
        for path in paths {
            var path = path
            while path.hasSuffix("/") { path.removeLast() }
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
        return a == b || "\(a)/".hasPrefix(b) || "\(b)/".hasPrefix(a)
    }
}
