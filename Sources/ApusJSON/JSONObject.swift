/// The members of a JSON object, in order. Keys are unique; look-up is linear, which for the sizes of Kubernetes
/// objects (a dozen members, seldom hundreds) beats hashing.
public struct JSONObject: Sendable {
    public struct Member: Sendable, Equatable {
        public var key: String
        public var value: JSONValue

        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// The members in order. Keep the keys unique when you write here.
    public var members: [Member]

    public init(_ members: [Member] = []) { self.members = members }

    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }
    public var keys: some Sequence<String> { members.lazy.map(\.key) }

    public func index(of key: String) -> Int? {
        members.withUnsafeBufferPointer { members in members.indices.first { members[$0].key.isSame(as: key) } }
    }

    /// The member `key`; assigning nil takes it away, a new key goes to the end.
    public subscript(key: String) -> JSONValue? {
        get { index(of: key).map { members[$0].value } }
        set {
            switch (index(of: key), newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The member `key`, made as null where it is absent; it changes in place.
    public subscript(orNull key: String) -> JSONValue {
        get { self[key] ?? .null }
        _modify {
            let index =
                index(of: key)
                ?? {
                    members.append(Member(key: key, value: .null))
                    return members.count - 1
                }()
            yield &members[index].value
        }
    }

    @discardableResult
    public mutating func remove(_ key: String) -> JSONValue? {
        index(of: key).map { members.remove(at: $0).value }
    }
}

extension JSONObject: Equatable {
    /// Equal when they have the same members, in any order (RFC 8259 §4).
    public static func == (a: JSONObject, b: JSONObject) -> Bool {
        guard a.count == b.count else { return false }
        for (index, member) in a.members.enumerated() {
            let other = b.members[index]
            if member.key.isSame(as: other.key) {
                if member.value != other.value { return false }
            } else if b[member.key] != member.value {
                return false
            }
        }
        return true
    }
}

extension JSONObject: Sequence {
    public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.map { Member(key: $0.0, value: $0.1) })
    }
}
