import ApusAPI
import ApusJSON

/// A kind with the parts of Pod that the pipeline's tests need.
enum TestSchema {
    static let table: SchemaTable = {
        var builder = SchemaBuilder(.builtIn)
        let string = builder.value(.string)
        let int32 = builder.value(.integer, format: .int32)
        let strings = builder.map(of: string)
        let meta = builder.declare("meta", typeName: "v1.ObjectMeta")
        let pod = builder.declare("pod", typeName: "v1.Pod")
        let spec = builder.declare("spec", typeName: "v1.PodSpec")
        let container = builder.declare("container", typeName: "v1.Container")
        let port = builder.declare("port", typeName: "v1.ContainerPort")
        let status = builder.declare("status", typeName: "v1.PodStatus")
        builder.define(
            meta,
            fields: [
                .init("name", string), .init("generateName", string), .init("namespace", string), .init("uid", string),
                .init("resourceVersion", string), .init("generation", builder.value(.integer, format: .int64)),
                .init("creationTimestamp", builder.value(.time)), .init("labels", strings),
                .init("annotations", strings), .init("managedFields", builder.array(of: builder.value(.any))),
                .init(
                    "finalizers", builder.array(of: string, listType: .set), patchStrategy: .merge),
            ])
        builder.define(
            port,
            fields: [
                .init("name", string), .init("containerPort", int32, required: true),
                .init("protocol", builder.value(.string, enumeration: ["TCP", "UDP", "SCTP"]), default: "TCP"),
            ])
        builder.define(
            container,
            fields: [
                .init("name", string, required: true), .init("image", string),
                .init("tty", builder.value(.boolean), omitsZero: true),
                .init("args", builder.array(of: string)),
                .init(
                    "ports", builder.array(of: port, listType: .map, keys: ["containerPort", "protocol"]),
                    patchStrategy: .merge, mergeKey: "containerPort"),
                .init("limits", builder.map(of: builder.value(.quantity))),
            ])
        builder.define(
            spec,
            fields: [
                .init(
                    "containers", builder.array(of: container, listType: .map, keys: ["name"]), required: true,
                    patchStrategy: .merge, mergeKey: "name"),
                .init("nodeName", string), .init("nodeSelector", strings), .init("priority", int32),
                .init("target", builder.value(.intOrString)),
            ])
        builder.define(status, fields: [.init("phase", string), .init("startTime", builder.value(.time))])
        builder.define(
            pod,
            fields: [
                .init("kind", string), .init("apiVersion", string), .init("metadata", meta, default: [:]),
                .init("spec", spec, default: [:]), .init("status", status, default: [:]),
            ])
        return builder.build()
    }()

    static let definition = Definition(
        group: "", version: "v1", kind: "Pod", resource: "pods", singular: "pod", isNamespaced: true,
        verbs: ["create", "get"],
        subresources: [.init(name: "status", verbs: ["update"], kind: .init("", "v1", "Pod"))],
        storagePrefix: "pods", schema: Schema(table: table, index: table.schema(named: "pod")?.index ?? 0),
        selectableFields: [.init("spec.nodeName"), .init("status.phase")])

    static let resource = Resource(definition, GenericStrategy(.controlled))

    static func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: Bytes(text)) }
}
