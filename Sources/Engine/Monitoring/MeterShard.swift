/// What one shard counts: the requests that came to it, until they have gone.
struct MeterShard: Sendable {
    private(set) var totals = Ledger.Totals()
    private var flights = FlightTable()
    private var second: Int64 = 0
    private var cells: [LiveCell] = []
    /// Where each model's cell is.
    private var places: [String: Int] = [:]
    /// The cell of the last request: mostly that of the next one too.
    private var last = 0
    private var errors = ErrorGroups()

    var inFlight: [RequestInFlight] { flights.all }

    /// - Returns: the place by which to close it.
    mutating func open(_ flight: inout RequestInFlight) -> Int {
        totals.received += 1
        return flights.add(&flight)
    }

    /// Counts a request that is over.
    /// - Parameters:
    ///   - second: in which that is; one that seems to lie in the past counts as the present one, for threads may overtake
    ///     each other.
    ///   - wall: milliseconds since 1970, for failures.
    ///   - number: the number of a model that is new here.
    /// - Returns: what was counted before, when this is the first of a new second.
    mutating func close(
        _ place: Int, _ record: borrowing RequestRecord, second: Int64, wall: Int64, number: (String) -> Int
    ) -> MeterBatch? {
        guard flights.remove(place) else { return nil }
        let done = second > self.second ? take() : nil
        self.second = max(self.second, second)
        switch record.outcome {
        case .succeeded: totals.succeeded += 1
        case .failed: totals.failed += 1
        case .cancelled: totals.cancelled += 1
        }
        let cell = cell(of: record, at: place, number)
        cells[cell].add(record, isStreamed: flights[place].opening.isStreamed)
        if record.outcome == .failed {
            errors.add(
                ErrorGroup(
                    code: record.errorCode, model: name(of: record, at: place), firstSeen: wall, lastSeen: wall,
                    status: record.status,
                    tip: record.tip, lastRequestID: flights[place].opening.id))
        }
        return done
    }

    /// Gives away what was counted since the last time; `nil` when that is nothing.
    mutating func take() -> MeterBatch? {
        var taken: [MeterCell] = []
        for place in cells.indices {
            if let cell = cells[place].take() { taken.append(cell) }
        }
        guard !taken.isEmpty else { return nil }
        defer { errors = ErrorGroups() }
        return MeterBatch(second: second, cells: taken, errors: errors)
    }

    private func name(of record: borrowing RequestRecord, at place: Int) -> String {
        record.model(askedFor: flights[place].opening.modelAsked)
    }

    private mutating func cell(of record: borrowing RequestRecord, at place: Int, _ number: (String) -> Int) -> Int {
        if last < cells.count, !record.modelServed.isEmpty, cells[last].name == record.modelServed { return last }
        let name = name(of: record, at: place)
        if let place = places[name] {
            last = place
            return place
        }
        let model = number(name)
        // Models beyond the limit share a cell, and their names are not kept.
        if let place = cells.firstIndex(where: { $0.model == model }) { return place }
        cells.append(LiveCell(name: name, model: model))
        last = cells.count - 1
        if model > 0 { places[name] = last }
        return last
    }
}
