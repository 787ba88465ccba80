public import ApusAPI
import ApusResources

/// The fields that selectors of a built-in resource may name beyond name and namespace; none for others.
public func builtInSelectableFields(of resource: GroupVersionResource) -> [Definition.SelectableField] {
    BuiltInDefinitions.all.first { $0.resource == resource.resource && $0.gvr == resource }?.selectableFields ?? []
}
