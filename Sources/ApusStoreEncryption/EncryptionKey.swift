/// A named key of a provider.
public struct EncryptionKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// Part of what is stored with each value, so that it is found again.
    public let name: String
    let secret: [UInt8]

    public init(name: String, secret: [UInt8]) {
        self.name = name
        self.secret = secret
    }

    /// The name alone: a key must not get into a log by being printed.
    public var description: String { "EncryptionKey(\(name))" }
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

/// Why a value could not be stored or read; says nothing of the value or the secret.
public struct ValueError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }

    /// Several of them as one, in apimachinery's form of an aggregate.
    init(_ all: [ValueError]) {
        var texts: [String] = []
        for error in all where !texts.contains(error.description) { texts.append(error.description) }
        description = texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
    }

    static let tooShort = ValueError("the stored data was shorter than the required size")
    static let notAuthentic = ValueError("cipher: message authentication failed")
}
