/// The order of version names: v2 > v1 > v1beta2 > v1beta1 > v1alpha1 > anything else by name
/// (apimachinery, `version.CompareKubeAwareVersionStrings`).
public struct KubeVersion: Comparable, Sendable {
    private let rank: (stability: Int, major: Int, minor: Int)
    private let name: String

    public init(_ name: String) {
        self.name = name
        rank = KubeVersion.parse(name) ?? (0, 0, 0)
    }

    private static func parse(_ name: String) -> (Int, Int, Int)? {
        guard name.first == "v" else { return nil }
        let digits = name.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard let major = Int(digits) else { return nil }
        let rest = name.dropFirst(1 + digits.count)
        if rest.isEmpty { return (3, major, 0) }
        for (word, stability) in [("beta", 2), ("alpha", 1)] where rest.hasPrefix(word) {
            return Int(rest.dropFirst(word.count)).map { (stability, major, $0) }
        }
        return nil
    }

    public static func == (a: KubeVersion, b: KubeVersion) -> Bool { a.name == b.name }

    public static func < (a: KubeVersion, b: KubeVersion) -> Bool {
        if a.rank != b.rank { return a.rank < b.rank }
        // Unknown forms come in the order of their names, so the first is the greatest.
        return a.rank.stability == 0 && a.name > b.name
    }
}
