public import ApusAPI
public import ApusJSON

/// Amounts by the name of what is counted: a `ResourceList` (`apiserver/pkg/quota/v1`).
public struct ResourceAmounts: Sendable, Equatable {
    public private(set) var amounts: [String: Quantity]

    public init(_ amounts: [String: Quantity] = [:]) { self.amounts = amounts }

    /// Reads a map of quantities; what is none is left out.
    public init(_ list: JSONValue) {
        amounts = [:]
        for member in list.object ?? JSONObject() {
            if let quantity = try? Quantity(parsing: member.value.text) { amounts[member.key] = quantity }
        }
    }

    public var isEmpty: Bool { amounts.isEmpty }
    /// In order.
    public var names: [String] { amounts.keys.sorted() }

    public subscript(name: String) -> Quantity? {
        get { amounts[name] }
        set { amounts[name] = newValue }
    }

    /// The map of quantities, in the order of the names.
    public var value: JSONValue {
        .object(JSONObject(names.map { .init(key: $0, value: .string((amounts[$0] ?? .zero).description)) }))
    }

    /// `cpu=1,memory=2Gi`, as messages show it.
    public var text: String { names.map { "\($0)=\(amounts[$0] ?? .zero)" }.joined(separator: ",") }

    public static func + (a: ResourceAmounts, b: ResourceAmounts) -> ResourceAmounts {
        ResourceAmounts(a.amounts.merging(b.amounts) { $0 + $1 })
    }

    /// What `a` has more than `b`; never less than nothing.
    public func excess(over b: ResourceAmounts) -> ResourceAmounts {
        var result = self
        for (name, quantity) in b.amounts {
            let left = (amounts[name] ?? .zero) - quantity
            result[name] = left.sign < 0 ? .zero : left
        }
        return result
    }

    /// Of each name the greater amount.
    public func union(_ b: ResourceAmounts) -> ResourceAmounts {
        ResourceAmounts(amounts.merging(b.amounts) { max($0, $1) })
    }

    public func only(_ names: some Sequence<String>) -> ResourceAmounts {
        let names = Set(names)
        return ResourceAmounts(amounts.filter { names.contains($0.key) })
    }

    public var withoutZeros: ResourceAmounts { ResourceAmounts(amounts.filter { !$0.value.isZero }) }

    /// The names of which this has more than `limit` allows, in order.
    public func exceeding(_ limit: ResourceAmounts) -> [String] {
        limit.amounts.compactMap { name, most in (amounts[name] ?? .zero) > most ? name : nil }.sorted()
    }

    /// The names of which there is less than nothing, in order.
    public var negatives: [String] { amounts.compactMap { $0.value.sign < 0 ? $0.key : nil }.sorted() }
}
