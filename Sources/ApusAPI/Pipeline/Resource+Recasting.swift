public import ApusJSON

extension Resource {
    /// Brings an object that another definition of the kind made (an older schema, another version of a custom resource)
    /// into the form of this one: pruned and defaulted.
    public func recast(_ object: inout JSONValue) {
        object["kind"] = .string(definition.kind)
        object["apiVersion"] = .string(definition.apiVersion)
        var decoder = ObjectDecoder(definition.schema.table)
        // Metadata that cannot be read stays as it is: what is stored was valid when it was written.
        try? decoder.decode(&object, as: definition.schema)
        if object["metadata"].isNull { object["metadata"] = [:] }
        applyDefaults(&object)
    }

    /// The stored object as this definition shows it, at the revision at which it was stored.
    ///
    /// - Throws: `JSONError` where the bytes are not JSON.
    public func recast(stored bytes: Bytes, revision: UInt64) throws(JSONError) -> APIObject {
        var object = try JSONValue(parsing: bytes)
        recast(&object)
        return encode(object).at(revision)
    }
}
