import ApusAPI
import ApusJSON

/// `fieldSelector` or `labelSelector` of `resourceAttributes`: what a list that is asked about would select.
struct SelectorAttributes {
    private let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    /// The requirements as a field selector says them. What it cannot say is left out: a request that is judged to
    /// select more than it does is judged more strictly.
    var fieldSelector: String {
        if let raw = value["rawSelector"].string, !raw.isEmpty { return raw }
        let terms = value["requirements"].elements.compactMap { requirement -> FieldSelector.Term? in
            let values = requirement["values"].elements.compactMap(\.string)
            guard let key = requirement["key"].string, values.count == 1 else { return nil }
            switch requirement["operator"].string {
            case "In": return FieldSelector.Term(field: key, isEqual: true, value: values[0])
            case "NotIn": return FieldSelector.Term(field: key, isEqual: false, value: values[0])
            default: return nil
            }
        }
        return FieldSelector(terms).description
    }
}
