/// What a model's tokens cost, in whole micro-cents (10^-8 dollars) for a million tokens, so that no sum ever rounds.
public struct Price: Sendable, Hashable {
    public let input: Int64
    /// For input tokens that the upstream had cached.
    public let cachedInput: Int64
    public let output: Int64

    public static let free = Price(input: 0, cachedInput: 0, output: 0)

    public init(input: Int64, cachedInput: Int64, output: Int64) {
        self.input = input
        self.cachedInput = cachedInput
        self.output = output
    }

    /// From dollars for a million tokens, as price lists have it; without a price of its own, cached input costs as
    /// much as any other.
    public init(input: Double, cachedInput: Double? = nil, output: Double) {
        self.init(
            input: Self.microCents(input), cachedInput: Self.microCents(cachedInput ?? input),
            output: Self.microCents(output))
    }

    private static func microCents(_ dollars: Double) -> Int64 { Int64((dollars * 100_000_000).rounded()) }
}

/// The tokens that a request took, as the upstream counted them.
public struct Usage: Sendable, Hashable {
    /// All input tokens, the cached ones included.
    public let input: Int64
    public let cachedInput: Int64
    public let output: Int64

    public static let none = Usage(input: 0, cachedInput: 0, output: 0)

    public init(input: Int64, cachedInput: Int64, output: Int64) {
        self.input = input
        self.cachedInput = min(cachedInput, input)
        self.output = output
    }

    /// The cost at a price, in micro-cents, rounded half up once.
    public func cost(at price: Price) -> Int64 {
        let exact =
            (input - cachedInput) * price.input + cachedInput * price.cachedInput + output * price.output
        return (exact + 500_000) / 1_000_000
    }
}
