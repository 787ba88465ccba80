/// The table of one family as it is, or is about to be, in the kernel: the base rules and every Service's fragment.
///
/// A change of a Service becomes the smallest script that brings the kernel's table along, for one transaction.
struct RuleTable {
    let name: String
    let family: Family
    let base: BaseRules
    private(set) var fragments: [String: Fragment] = [:]
    /// Who claims an element: two Services may want one external address and port, or share an endpoint. The one whose key
    /// comes first has it.
    private var claims: [Fragment.Element: [String: String]] = [:]

    init(configuration: ProxyConfiguration, family: Family) {
        name = configuration.tableName
        self.family = family
        base = BaseRules(family: family, configuration: configuration)
    }

    private var table: String { "\(family.word) \(name)" }

    // MARK: - Whole

    /// Replaces whatever the kernel has under the table's name.
    var script: String {
        var lines = ["add table \(table)", "delete table \(table)", "add table \(table)"]
        for container in Fragment.Container.allCases {
            // "map NAME {…}" after "add": the declaration names the kind first.
            let declaration = container.declaration(family)
            let kind = declaration.prefix { $0 != " " }
            lines.append("add \(kind) \(table) \(declaration.dropFirst(kind.count + 1))")
        }
        for chain in base.chains {
            lines.append("add chain \(table) \(chain.name)" + (chain.hook.map { " { \($0); policy accept; }" } ?? ""))
        }
        for chain in base.chains { lines += chain.rules.map { "add rule \(table) \(chain.name) \($0)" } }
        lines += change(from: [:], to: fragments, elements: effectiveElements)
        return lines.joined(separator: "\n") + "\n"
    }

    /// Takes the table away, there or not.
    var removal: String { "add table \(table)\ndelete table \(table)\n" }

    private var effectiveElements: [(Fragment.Element, before: String?, after: String?)] {
        claims.keys.sorted { ($0.container.rawValue, $0.key) < ($1.container.rawValue, $1.key) }
            .map { ($0, before: nil, after: winner($0)) }
    }

    private func winner(_ element: Fragment.Element) -> String? { claims[element]?.min { $0.key < $1.key }?.value }

    // MARK: - Changes

    /// Puts new fragments in place of Services' old ones (nil: none); gives the script, empty where nothing changes.
    mutating func update(_ changes: [String: Fragment?]) -> String {
        var before: [String: Fragment] = [:]
        var after: [String: Fragment] = [:]
        var touched: [Fragment.Element: String?] = [:]
        for (service, new) in changes {
            let old = fragments[service]
            if old == new { continue }
            before[service] = old
            after[service] = new
            for element in Set((old?.elements ?? [:]).keys).union((new?.elements ?? [:]).keys)
            where touched[element] == nil {
                touched[element] = .some(winner(element))
            }
        }
        for service in Set(before.keys).union(after.keys) {
            for element in (before[service]?.elements ?? [:]).keys {
                claims[element]?[service] = nil
                if claims[element]?.isEmpty == true { claims[element] = nil }
            }
            for (element, value) in after[service]?.elements ?? [:] { claims[element, default: [:]][service] = value }
            fragments[service] = after[service]
        }
        let elements = touched.sorted {
            ($0.key.container.rawValue, $0.key.key) < ($1.key.container.rawValue, $1.key.key)
        }
        .map { ($0.key, before: $0.value, after: winner($0.key)) }
        let lines = change(from: before, to: after, elements: elements)
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    /// First what is new, then who refers to it, then what is no longer referred to.
    private func change(
        from before: [String: Fragment], to after: [String: Fragment],
        elements: [(Fragment.Element, before: String?, after: String?)]
    ) -> [String] {
        func merged<Value>(_ fragments: [String: Fragment], _ part: (Fragment) -> [String: Value]) -> [String: Value] {
            fragments.values.reduce(into: [:]) { $0.merge(part($1)) { first, _ in first } }
        }
        let (oldChains, newChains) = (merged(before, \.chains), merged(after, \.chains))
        let (oldSets, newSets) = (merged(before, \.sets), merged(after, \.sets))
        var lines: [String] = []
        for (set, declaration) in newSets.sorted(by: { $0.key < $1.key }) where oldSets[set] == nil {
            lines.append("add set \(table) \(set) \(declaration)")
        }
        for chain in newChains.keys.sorted() where oldChains[chain] == nil {
            lines.append("add chain \(table) \(chain)")
        }
        for (chain, rules) in newChains.sorted(by: { $0.key < $1.key }) where oldChains[chain] != rules {
            if oldChains[chain] != nil { lines.append("flush chain \(table) \(chain)") }
            lines += rules.map { "add rule \(table) \(chain) \($0)" }
        }
        lines += elementLines(elements)
        let gone = oldChains.keys.filter { newChains[$0] == nil }.sorted()
        // Chains may refer to each other: all are emptied before the first goes.
        lines += gone.map { "flush chain \(table) \($0)" } + gone.map { "delete chain \(table) \($0)" }
        lines += oldSets.keys.filter { newSets[$0] == nil }.sorted().map { "delete set \(table) \($0)" }
        return lines
    }

    private func elementLines(_ elements: [(Fragment.Element, before: String?, after: String?)]) -> [String] {
        var removed: [Fragment.Container: [String]] = [:]
        var added: [Fragment.Container: [String]] = [:]
        for (element, before, after) in elements where before != after {
            // A map's element cannot be changed, only taken out and put in.
            if before != nil { removed[element.container, default: []].append(element.key) }
            if let after {
                added[element.container, default: []].append(after.isEmpty ? element.key : "\(element.key) : \(after)")
            }
        }
        func lines(_ verb: String, _ elements: [Fragment.Container: [String]]) -> [String] {
            Fragment.Container.allCases.compactMap { container in
                elements[container].map {
                    "\(verb) element \(table) \(container.rawValue) { \($0.joined(separator: ", ")) }"
                }
            }
        }
        return lines("delete", removed) + lines("add", added)
    }
}
