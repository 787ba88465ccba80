/// The values of an object's selectable fields, in the order in which its definition names the fields: a list that is
/// shared by all objects of the kind, and one small array for each of them.
public struct FieldValues: Sendable, Equatable {
    private let fields: [Definition.SelectableField]
    private let values: [String]

    /// No fields.
    public init() {
        fields = []
        values = []
    }

    /// - Parameter values: What selectors compare the fields with, in the order of `fields`.
    init(_ fields: [Definition.SelectableField], _ values: [String]) {
        self.fields = fields
        self.values = values
    }

    /// The value of the field at `path`; nil where the kind has no such selectable field.
    public subscript(path: String) -> String? {
        fields.firstIndex { $0.path == path }.map { values[$0] }
    }
}
