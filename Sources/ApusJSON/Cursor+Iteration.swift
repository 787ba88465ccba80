extension Cursor {
    /// The elements of an array, one at a time: `var items = cursor.elements; while let item = items.next() {…}`.
    public struct Elements: ~Escapable {
        @usableFromInline let array: Cursor
        @usableFromInline var current: Int
        @usableFromInline let end: Int

        @inlinable
        @_lifetime(copy array)
        init(_ array: Cursor, end: Int) {
            self.array = array
            self.end = end
            current = array.index + 1
        }

        @inlinable
        @_lifetime(copy self)
        public mutating func next() -> Cursor? {
            guard current < end else { return nil }
            let element = array.at(current)
            current = Cursor.next(array.tape, current)
            return element
        }
    }

    /// A member of an object.
    public struct Member: ~Escapable {
        /// The key, a string.
        public let key: Cursor
        public let value: Cursor

        @inlinable
        @_lifetime(copy key, copy value)
        init(key: Cursor, value: Cursor) {
            self.key = key
            self.value = value
        }
    }

    /// The members of an object, one at a time.
    public struct Members: ~Escapable {
        @usableFromInline var keys: Elements

        @inlinable
        @_lifetime(copy keys)
        init(_ keys: consuming Elements) { self.keys = keys }

        @inlinable
        @_lifetime(copy self)
        public mutating func next() -> Member? {
            guard keys.current < keys.end else { return nil }
            let object = keys.array
            let key = keys.current
            keys.current = Cursor.next(object.tape, key + 1)
            return Member(key: object.at(key), value: object.at(key + 1))
        }
    }

    /// The elements of an array; none for anything else.
    @inlinable
    public var elements: Elements {
        @_lifetime(copy self)
        get { Elements(self, end: tag == Tag.array ? Cursor.next(tape, index) - 1 : 0) }
    }

    /// The members of an object; none for anything else.
    @inlinable
    public var members: Members {
        @_lifetime(copy self)
        get { Members(Elements(self, end: tag == Tag.object ? Cursor.next(tape, index) - 1 : 0)) }
    }

    /// The number of elements of an array or members of an object; 0 for anything else.
    public var count: Int {
        guard tag == Tag.array || tag == Tag.object else { return 0 }
        let saturated = 0xFF_FFFF
        let stored = Int(truncatingIfNeeded: (tape[index] >> 32) & 0xFF_FFFF)
        guard stored == saturated else { return stored }
        // The tape's own count has 24 bits.
        let step = tag == Tag.object ? 1 : 0
        let end = Cursor.next(tape, index) - 1
        var current = index + 1
        var count = 0
        while current < end {
            current = Cursor.next(tape, current + step)
            count += 1
        }
        return count
    }

    /// Calls `body` with each element of an array.
    @inlinable
    public func forEach<E: Error>(_ body: (borrowing Cursor) throws(E) -> Void) throws(E) {
        var elements = elements
        while let element = elements.next() { try body(element) }
    }

    /// Calls `body` with the key and value of each member of an object.
    @inlinable
    public func forEachMember<E: Error>(
        _ body: (_ key: borrowing Cursor, _ value: borrowing Cursor) throws(E) -> Void
    ) throws(E) {
        var members = members
        while let member = members.next() { try body(member.key, member.value) }
    }
}
