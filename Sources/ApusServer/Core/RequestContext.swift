import ApusAPI
import ApusJSON
import Synchronization

/// What is known of a request beside what it asks for.
struct RequestContext: Sendable {
    let user: User
    /// The part of the user agent before the first slash: who owns the fields of a write that names no manager.
    let defaultFieldManager: String
    let now: Timestamp
    /// What the client is told beside the answer.
    let warnings: Warnings
    /// The fields that the body's parser and the pipeline found to be doubled; nil: they were not looked for.
    var duplicateFields: [String] = []
    /// The object that came over the wire; in process it lies in the request.
    var sent: SentObject?
}

/// An object on its way from the front end to the one who changes it: taken out, it has no second owner, and is
/// changed in place instead of being copied level by level.
final class SentObject: Sendable {
    private let tree: Mutex<JSONValue?>

    init(_ tree: JSONValue) { self.tree = Mutex(tree) }

    /// The object, to be read.
    var object: JSONValue? { tree.withLock { $0 } }

    /// The object; afterwards it is no longer here.
    func take() -> JSONValue? {
        tree.withLock { tree in
            defer { tree = Optional.none }
            return tree
        }
    }
}

/// Warnings that handlers leave for the answer's `Warning` headers (RFC 7234 §5.5, code 299).
final class Warnings: Sendable {
    private let texts = Mutex<[String]>([])

    func add(_ new: some Sequence<String>) {
        texts.withLock { texts in
            for text in new where !texts.contains(text) { texts.append(text) }
        }
    }

    var all: [String] { texts.withLock { $0 } }
}

/// What a handler answers with.
enum Answer: Sendable {
    /// An object of the resource's kind, as it is stored.
    case object(APIObject, code: Int = 200)
    /// A document of another kind: a `Status`, a `Scale`, a review.
    case document(JSONValue, code: Int = 200)
    case list(ListPage)
}

/// Called once, on any thread.
typealias Reply = @Sendable (Result<Answer, StatusError>) -> Void
