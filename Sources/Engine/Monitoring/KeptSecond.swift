import Telemetry

/// A second that is over, in little room.
struct KeptSecond: Sendable {
    private struct KeptCell: Sendable {
        let model: Int
        let tally: RequestTally
        let total: PackedHistogram
        let firstByte: PackedHistogram

        init(_ cell: MeterCell) {
            model = cell.model
            tally = cell.tally
            total = PackedHistogram(cell.total)
            firstByte = PackedHistogram(cell.firstByte)
        }

        var cell: MeterCell {
            var cell = MeterCell(model: model)
            cell.tally = tally
            cell.total = total.unpacked
            cell.firstByte = firstByte.unpacked
            return cell
        }
    }

    let number: Int64
    private let kept: [KeptCell]
    /// Of all models together, where there are several: charts show that most.
    private let all: KeptCell?

    init(number: Int64, cells: [MeterCell]) {
        self.number = number
        kept = cells.map(KeptCell.init)
        guard cells.count > 1 else {
            all = nil
            return
        }
        var sum = cells[0]
        for cell in cells.dropFirst() { sum.merge(cell) }
        all = KeptCell(sum)
    }

    /// By model.
    var cells: [MeterCell] { kept.map(\.cell) }

    /// All models together; its own model means nothing.
    var sum: MeterCell? { (all ?? kept.first)?.cell }

    func cell(of model: Int) -> MeterCell? { kept.first { $0.model == model }?.cell }
}
