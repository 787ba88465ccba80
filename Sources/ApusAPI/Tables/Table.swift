public import ApusJSON

/// A `Table` of `meta.k8s.io/v1`: what `kubectl get` prints.
public struct Table: Sendable {
    /// What each row carries of its object (`includeObject`).
    public enum IncludedObject: String, Sendable {
        case none = "None"
        case metadata = "Metadata"
        case object = "Object"
    }

    /// The columns of kinds that have none of their own.
    public static let genericColumns: [Definition.Column] = [
        .init("Name", "string", "name", 0), .init("Created At", "date", "", 0),
    ]

    /// The columns of objects of `resource`.
    public static func columns(of resource: Resource) -> [Definition.Column] {
        if let columns = resource.strategy.tableColumns { return columns }
        return resource.definition.columns.isEmpty ? genericColumns : resource.definition.columns
    }

    /// The `columnDefinitions` of a table.
    public static func columnDefinitions(of resource: Resource) -> JSONValue {
        columnDefinitions(columns(of: resource))
    }

    /// `columns` as a table describes them.
    public static func columnDefinitions(_ columns: [Definition.Column]) -> JSONValue {
        .array(
            columns.map { column in
                [
                    "name": .string(column.name), "type": .string(column.type), "format": .string(column.format),
                    "description": .string(column.description), "priority": .int(Int64(column.priority)),
                ]
            })
    }

    /// The row of one object.
    public static func row(
        of object: JSONValue, _ resource: Resource, including: IncludedObject, _ context: TableContext
    ) -> JSONValue {
        let metadata = object["metadata"]
        let cells =
            resource.strategy.tableCells(object, context)
            ?? [metadata["name"], metadata["creationTimestamp"]]
        return row(cells, of: object, conditions: resource.strategy.rowConditions(object), including: including)
    }

    /// A row with `cells`.
    public static func row(
        _ cells: [JSONValue], of object: JSONValue, conditions: [JSONValue] = [], including: IncludedObject
    ) -> JSONValue {
        var row: JSONValue = ["cells": .array(cells)]
        if !conditions.isEmpty { row["conditions"] = .array(conditions) }
        switch including {
        case .none: break
        case .metadata:
            row["object"] = [
                "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": object["metadata"],
            ]
        case .object: row["object"] = object
        }
        return row
    }

    /// A whole table.
    ///
    /// - Parameter metadata: The list's metadata, or that of the one object.
    public static func value(
        _ objects: [JSONValue], _ resource: Resource, metadata: JSONValue, including: IncludedObject = .metadata,
        _ context: TableContext
    ) -> JSONValue {
        [
            "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
            "columnDefinitions": columnDefinitions(of: resource),
            "rows": .array(objects.map { row(of: $0, resource, including: including, context) }),
        ]
    }
}
