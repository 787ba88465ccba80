public import ApusJSON

/// A typed reading of one value of a document, without allocation: the generated structures of `CoreV1`, `AppsV1`, ….
///
///     let document = try Document(parsing: object.bytes)
///     let pod = CoreV1.Pod(Cursor(document))
///     pod.spec.containers.forEach { container in … container.image … }
///
/// What is absent reads as nil, or as a view whose `exists` is false. A view cannot outlive its document.
public protocol View: ~Escapable {
    /// Where the value lies.
    var cursor: Cursor {
        @_lifetime(copy self)
        get
    }

    @_lifetime(copy cursor)
    init(_ cursor: Cursor)
}

extension View where Self: ~Escapable {
    /// Whether there is a value other than null.
    public var exists: Bool { cursor.hasValue }
}

/// The elements of a list, as views.
public struct ViewList<Element: View & ~Escapable>: ~Escapable {
    public let cursor: Cursor

    @inlinable
    @_lifetime(copy cursor)
    public init(_ cursor: Cursor) { self.cursor = cursor }

    public var count: Int { cursor.count }
    public var isEmpty: Bool { cursor.count == 0 }

    /// The element at `position`, which is absent behind the last; walks over those before it.
    @inlinable
    public subscript(position: Int) -> Element {
        @_lifetime(copy self)
        get { Element(cursor.element(position)) }
    }

    /// Calls `body` with each element.
    @inlinable
    public func forEach<E: Error>(_ body: (borrowing Element) throws(E) -> Void) throws(E) {
        var elements = cursor.elements
        while let element = elements.next() { try body(Element(element)) }
    }

    /// Whether `predicate` holds for an element.
    @inlinable
    public func contains<E: Error>(where predicate: (borrowing Element) throws(E) -> Bool) throws(E) -> Bool {
        var elements = cursor.elements
        while let element = elements.next() {
            if try predicate(Element(element)) { return true }
        }
        return false
    }
}
