import ApusAPI
import ApusJSON

/// What scheduling needs to know of a Node.
struct NodeFacts: Sendable, Equatable {
    struct Taint: Sendable, Equatable {
        var key: String
        var value: String
        var effect: UInt32
    }

    struct Image: Sendable, Equatable {
        var names: [String]
        var bytes: Int64
    }

    var name: String
    var labels: [String: String]
    var isUnschedulable = false
    var taints: [Taint] = []
    var allocatable = ResourceAmounts()
    var images: [Image] = []

    /// Reads a Node; nil where the bytes are no JSON, which no transport delivers.
    init?(_ object: APIObject) {
        guard let document = try? Document(parsing: object.bytes) else { return nil }
        let root = Cursor(document)
        self.init(object, root["spec"], root["status"])
    }

    private init(_ object: APIObject, _ spec: borrowing Cursor, _ status: borrowing Cursor) {
        name = object.name
        labels = object.labels
        isUnschedulable = spec["unschedulable"].bool ?? false
        spec["taints"].forEach { taint in
            taints.append(
                Taint(
                    key: taint["key"].string ?? "", value: taint["value"].string ?? "", effect: effect(taint["effect"]))
            )
        }
        allocatable = ResourceAmounts(status["allocatable"])
        status["images"].forEach { image in
            var names: [String] = []
            image["names"].forEach { if let name = $0.string { names.append(name) } }
            images.append(Image(names: names, bytes: image["sizeBytes"].int ?? 0))
        }
    }
}
