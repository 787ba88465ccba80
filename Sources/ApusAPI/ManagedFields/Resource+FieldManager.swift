extension Resource {
    /// Keeps the managed fields of the kind.
    public var fieldManager: FieldManager { FieldManager(self) }
}
