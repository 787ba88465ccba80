extension History {
    /// What contradicts the contract: that all transactions and reads take place one after the other in the order of
    /// revisions, each between its question and its answer, and that each watch is told that order whole. Empty where
    /// nothing does.
    public func violations() -> [String] {
        var problems: [String] = []
        let model = replay(&problems)
        let floor = RevisionFloor(self, model)
        checkWrites(model, &problems)
        checkOrder(model, floor, &problems)
        for read in reads { check(read, model, floor.revision(at: read.span.asked), &problems) }
        for watch in watches { check(watch, model, floor.revision(at: watch.opening.asked), &problems) }
        for (key, lease) in model.leases where revocations[lease].map({ $0.answered != .max }) == true {
            problems.append("\(key) outlived lease \(lease)")
        }
        return problems
    }

    /// The keys with `prefix` as they were at `revision`.
    public func contents(_ prefix: String, at revision: UInt64) -> [(key: String, version: Version)] {
        var problems: [String] = []
        return replay(&problems).range(prefix, from: prefix, at: revision)
    }

    // MARK: - The log

    /// Plays the log, and finds whose each revision is.
    private func replay(_ problems: inout [String]) -> ReferenceModel {
        var model = ReferenceModel(start: start)
        let dated = RevisionFloor(self, model)
        var acknowledged: [UInt64: [Write]] = [:]
        /// Those that were done or may have been, it is not known when; the former first.
        var undated: (done: [Write], unknown: [Write]) = ([], [])
        for write in writes.sorted(by: { $0.span.asked < $1.span.asked }) {
            switch write.outcome {
            case .done(let revision?): acknowledged[revision, default: []].append(write)
            case .done(nil): undated.done.append(write)
            case .unknown: undated.unknown.append(write)
            case .refused, .failed: break
            }
        }
        for batch in log {
            if batch.revision <= model.newest || isWhole && batch.revision != model.newest + 1 {
                problems.append("the log goes from revision \(model.newest) to \(batch.revision)")
            }
            guard batch.revision > model.newest else { continue }
            let told = Dictionary(batch.changes.map { ($0.key, $0.now?.value) }) { first, _ in first }
            if told.count != batch.changes.count {
                problems.append("revision \(batch.revision) tells a key twice: \(batch.changes)")
            }
            func made(_ write: Write) -> Bool {
                // Whose question came behind word of the revision only found deleted what another had deleted.
                dated.revision(at: write.span.asked) < batch.revision && model.changes(of: write) == told
                    && model.holds(write.compares, at: model.newest)
            }
            var owner = acknowledged[batch.revision]?.first { made($0) }
            var lease: Int64?
            if owner == nil {
                let couldHave = { write in write.span.asked < batch.tick && made(write) }
                if let place = undated.done.firstIndex(where: couldHave) {
                    owner = undated.done.remove(at: place)
                } else if let place = undated.unknown.firstIndex(where: couldHave) {
                    owner = undated.unknown.remove(at: place)
                } else {
                    lease = model.lease(of: Set(told.keys))
                    if lease == nil || told.values.contains(where: { $0 != nil }) {
                        problems.append("revision \(batch.revision) is nobody's: \(batch.changes)")
                    }
                }
            }
            problems += model.apply(batch, owner: owner, lease: lease)
        }
        return model
    }

    // MARK: - Writes

    /// Whether each acknowledged write is in the log, and each refused one had to be.
    private func checkWrites(_ model: ReferenceModel, _ problems: inout [String]) {
        let owners = Set(model.owners.values.lazy.map(\.name))
        for write in writes {
            switch write.outcome {
            case .done(nil) where !owners.contains(write.name):
                problems.append("\(write.name) was acknowledged and is not there: \(write.operations)")
            case .done(let revision?) where model.owners[revision]?.name != write.name:
                // It changed nothing: it deleted what was not there.
                if write.operations.contains(where: {
                    $0.value != nil || model.version(of: $0.key, at: revision) != nil
                }) {
                    problems.append(
                        "\(write.name) was acknowledged at \(revision) and is not there: \(write.operations)")
                }
                if !model.holds(write.compares, at: revision) {
                    problems.append("\(write.name) succeeded at \(revision) though \(write.compares) did not hold")
                }
            case .refused(let revision?, let current):
                if model.holds(write.compares, at: revision) {
                    problems.append("\(write.name) was refused at \(revision) though \(write.compares) held")
                }
                guard let current else { continue }
                for (compare, told) in zip(write.compares, current) {
                    let version = model.version(of: compare.key, at: revision)
                    if version != told {
                        problems.append(
                            "\(write.name) was told \(compare.key)=\("\(told as Any)") at \(revision), not \(version as Any)"
                        )
                    }
                }
            default: continue
            }
        }
    }

    // MARK: - Real time

    /// Whether whatever begins after an answer sees at least the revision that the answer told, and a new write a newer.
    private func checkOrder(_ model: ReferenceModel, _ floor: RevisionFloor, _ problems: inout [String]) {
        for write in writes {
            switch write.outcome {
            case .done(let revision?):
                let before = floor.revision(at: write.span.asked)
                let isOwner = model.owners[revision]?.name == write.name
                if revision < before || isOwner && revision == before {
                    problems.append("\(write.name) was done at \(revision), though \(before) was known before it began")
                }
            case .refused(let revision?, _):
                let before = floor.revision(at: write.span.asked)
                if revision < before {
                    problems.append("\(write.name) was compared at \(revision), though \(before) was known before")
                }
            default: continue
            }
        }
        for (revision, owner) in model.owners {
            if case .done(_?) = owner.outcome { continue }
            let before = floor.revision(at: owner.span.asked)
            if revision <= before {
                problems.append("\(owner.name) was done at \(revision), though \(before) was known before it began")
            }
        }
        for read in reads where read.revision == nil {
            let before = floor.revision(at: read.span.asked)
            switch read.answer {
            case .items(let revision, _, _) where revision < before, .current(let revision) where revision < before:
                problems.append("\(read.name) saw revision \(revision), though \(before) was known before")
            default: continue
            }
        }
    }

    // MARK: - Reads

    /// - Parameter floor: the newest revision that was known before the read began.
    private func check(_ read: Read, _ model: ReferenceModel, _ floor: UInt64, _ problems: inout [String]) {
        let wanted = read.revision ?? .max
        switch read.answer {
        case .current: break
        case .one(let version):
            if !model.had(version, key: read.from, since: floor) {
                problems.append(
                    "\(read.name) saw \(read.from)=\("\(version as Any)"), though \(floor) was known before")
            }
        case .items(let revision, let items, let count):
            if read.revision != nil, revision != wanted {
                problems.append("\(read.name) asked for revision \(wanted) and got \(revision)")
            }
            for compaction in compactions where compaction.span.answered < read.span.asked && wanted < compaction.before
            {
                problems.append("\(read.name) was answered at \(wanted), compacted before \(compaction.before)")
            }
            let all = model.range(read.prefix, from: read.from, at: revision)
            let expected = read.limit == 0 ? all[...] : all.prefix(read.limit)
            let agree =
                items.count == expected.count
                && zip(items, expected).allSatisfy { $0.key == $1.key && $0.version.agrees($1.version) }
            if !agree || count.map({ $0 != all.count }) == true {
                problems.append("\(read.name) saw at \(revision) \(items) of \(count ?? 0), and should \(expected)")
            }
        case .compacted(let oldest):
            if wanted >= oldest || !mayBeCompacted(oldest, by: read.span.answered) {
                problems.append("\(read.name) at \(wanted) was told that \(oldest) is the oldest")
            }
        }
    }

    private func mayBeCompacted(_ oldest: UInt64, by tick: UInt64) -> Bool {
        compactions.contains { $0.before >= oldest && $0.span.asked < tick }
    }

    // MARK: - Watches

    /// - Parameter floor: the newest revision that was known before the watch was opened.
    private func check(_ watch: Watch, _ model: ReferenceModel, _ floor: UInt64, _ problems: inout [String]) {
        if let oldest = watch.compacted, !mayBeCompacted(oldest, by: .max) {
            problems.append("\(watch.name) ended because \(oldest) is the oldest")
        }
        var begin = watch.from == 0 ? floor + 1 : watch.from
        if watch.from == 0, mayBeginEarlier { begin = min(begin, watch.batches.first?.revision ?? begin) }
        var expected = concerning(watch, from: begin)[...]
        if watch.from == 0 {
            // What was begun before the watch was open may lie before or behind its opening.
            let first = watch.batches.first?.revision ?? .max
            expected = expected.drop { batch in
                batch.revision < first
                    && model.owners[batch.revision].map { $0.span.asked < watch.opening.answered } ?? true
            }
        }
        for batch in watch.batches {
            guard let next = expected.popFirst() else {
                problems.append("\(watch.name) was told of revision \(batch.revision), behind the end")
                return
            }
            guard batch.revision == next.revision, batch.changes.count == next.changes.count,
                zip(batch.changes, next.changes).allSatisfy({ $0.agrees($1) })
            else {
                problems.append(
                    """
                    \(watch.name) was told \(batch.revision) \(batch.changes), and should \(next.revision) \
                    \(next.changes)
                    """)
                return
            }
            if watch.comesFirst, let owner = model.owners[batch.revision], owner.span.asked > watch.opening.answered,
                owner.span.answered < batch.tick
            {
                problems.append("\(owner.name) was acknowledged before \(watch.name) was told of it")
            }
        }
        if let through = watch.through, let missing = expected.first, missing.revision <= through {
            problems.append("\(watch.name) was not told of revision \(missing.revision): \(missing.changes)")
        }
    }

    private func concerning(_ watch: Watch, from: UInt64) -> [Batch] {
        log.compactMap { batch in
            guard batch.revision >= from else { return nil }
            let changes = batch.changes.filter { $0.key.hasPrefix(watch.prefix) }
            return changes.isEmpty ? nil : Batch(batch.revision, changes, tick: batch.tick)
        }
    }
}

/// The newest revision that somebody had been told of at a time.
private struct RevisionFloor {
    private var known: [(tick: UInt64, revision: UInt64)] = []

    init(_ history: History, _ model: ReferenceModel) {
        for write in history.writes {
            switch write.outcome {
            case .done(let revision?), .refused(let revision?, _): known.append((write.span.answered, revision))
            default: break
            }
        }
        for read in history.reads {
            switch read.answer {
            case .items(let revision, _, _), .current(let revision): known.append((read.span.answered, revision))
            case .one(let version): known.append((read.span.answered, version?.modified ?? 0))
            case .compacted(let oldest): known.append((read.span.answered, oldest))
            }
        }
        for watch in history.watches { known += watch.batches.map { ($0.tick, $0.revision) } }
        for (revision, owner) in model.owners {
            if case .done(nil) = owner.outcome { known.append((owner.span.answered, revision)) }
        }
        for (lease, span) in history.revocations {
            if let revision = model.ended[lease] { known.append((span.answered, revision)) }
        }
        known.sort { $0.tick < $1.tick }
        var newest: UInt64 = 0
        for place in known.indices {
            newest = max(newest, known[place].revision)
            known[place].revision = newest
        }
    }

    func revision(at tick: UInt64) -> UInt64 {
        var low = 0
        var high = known.count
        while low < high {
            let middle = (low + high) / 2
            if known[middle].tick < tick { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? 0 : known[low - 1].revision
    }
}
