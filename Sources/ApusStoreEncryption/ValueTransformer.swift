public import ApusJSON

/// How the values of a resource are stored: the first provider writes, and all are tried for reading, in their order
/// (apiserver's `storage/value`).
public struct ValueTransformer: Sendable {
    private let providers: [ValueProvider]

    public init(_ providers: [ValueProvider]) { self.providers = providers }

    /// What is stored for `value` under `key`.
    public func seal(
        _ value: Bytes, at key: String, using random: inout some RandomNumberGenerator
    ) throws(ValueError) -> Bytes {
        guard let first = providers.first else { return value }
        return try first.seal(value, at: key, using: &random)
    }

    /// The value that `stored` stands for under `key`, and whether it would be stored in another form by now.
    public func open(_ stored: Bytes, at key: String) throws(ValueError) -> (value: Bytes, isStale: Bool) {
        var errors: [ValueError] = []
        for (index, provider) in providers.enumerated() where provider.reads(stored) {
            do throws(ValueError) {
                let (value, isStale) = try provider.open(stored, at: key)
                return (value, isStale || index > 0)
            } catch {
                // What identity refuses is for those behind it; so may be what has another key of the same name.
                if error != ValueProvider.refusal { errors.append(error) }
            }
        }
        throw errors.isEmpty ? ValueError("no matching prefix found") : ValueError(errors)
    }
}
