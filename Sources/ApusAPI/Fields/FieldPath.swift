/// The way to a field, as errors name it: `spec.containers[0].name`. The text is built only when an error needs it;
/// taking a step costs one small allocation.
public final class FieldPath: Sendable, CustomStringConvertible {
    private enum Step: Sendable {
        case name(String)
        case index(Int)
        case key(String)
    }

    private let parent: FieldPath?
    private let step: Step

    private init(_ parent: FieldPath?, _ step: Step) {
        self.parent = parent
        self.step = step
    }

    /// The path that begins with the member `name` of the object.
    public convenience init(_ name: String) { self.init(nil, .name(name)) }

    /// The member `name` of what `parent` names, or of the object where that is nil.
    public convenience init(_ parent: FieldPath?, _ name: String) { self.init(parent, .name(name)) }

    /// The path without its last step.
    public var parentPath: FieldPath? { parent }

    /// `path.name`.
    public subscript(name: String) -> FieldPath { FieldPath(self, .name(name)) }
    /// `path[0]`.
    public subscript(index: Int) -> FieldPath { FieldPath(self, .index(index)) }
    /// `path[key]`: an entry of a map, or of a list of type map.
    public func key(_ key: String) -> FieldPath { FieldPath(self, .key(key)) }

    public var description: String {
        var steps: [Step] = []
        var path: FieldPath? = self
        while let current = path {
            steps.append(current.step)
            path = current.parent
        }
        var text = ""
        for step in steps.reversed() {
            switch step {
            case .name(let name):
                if !text.isEmpty { text += "." }
                text += name
            case .index(let index): text += "[\(index)]"
            case .key(let key): text += "[\(key)]"
            }
        }
        return text
    }
}
