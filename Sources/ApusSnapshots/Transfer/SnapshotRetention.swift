/// Which snapshots of a place are kept.
public enum SnapshotRetention {
    /// What a snapshot's name ends with; other files of a place are left alone.
    public static let ending = ScheduledName.ending

    /// The snapshots beyond the newest `count`, oldest first. Those that a schedule made are counted for each cluster by
    /// itself, since clusters may keep them in one place; all others together.
    public static func surplus(_ snapshots: [StoredSnapshot], keeping count: Int) -> [StoredSnapshot] {
        let groups = Dictionary(grouping: snapshots.filter { $0.name.hasSuffix(ending) }) { snapshot in
            ScheduledName(snapshot.name)?.cluster
        }
        return groups.values.flatMap { group in group.sorted(by: isOlder).dropLast(count) }.sorted(by: isOlder)
    }

    private static func isOlder(_ a: StoredSnapshot, _ b: StoredSnapshot) -> Bool {
        a.time == b.time ? a.name < b.name : a.time < b.time
    }
}
