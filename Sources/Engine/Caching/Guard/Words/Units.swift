/// Units by their spellings; the same unit has the same name.
enum Units {
    /// Spellings that are units right behind a number, some of which are other words elsewhere.
    static let afterNumber: [String: String] = {
        var table = alone
        for (spellings, unit) in short {
            for spelling in spellings.split(separator: " ") { table[String(spelling)] = unit }
        }
        return table
    }()

    /// Spellings that are units wherever they stand.
    static let alone: [String: String] = {
        var table: [String: String] = [:]
        for line in long {
            let spellings = line.split(separator: " ").map(String.init)
            for spelling in spellings { table[spelling] = spellings[0] }
        }
        return table
    }()

    /// Those of time, before which "a" means one.
    static let ofTime: Set<String> = [
        "nanosecond", "microsecond", "millisecond", "second", "minute", "hour", "day", "week", "month", "year",
        "decade", "century",
    ]

    private static let short: [(String, String)] = [
        ("ns", "nanosecond"), ("us µs μs", "microsecond"), ("ms", "millisecond"), ("s sec secs", "second"),
        ("m min mins", "minute"), ("h hr hrs", "hour"), ("d", "day"), ("wk wks w", "week"), ("mo mos", "month"),
        ("yr yrs yo y", "year"), ("mm", "millimetre"), ("cm cms", "centimetre"), ("km kms", "kilometre"),
        ("mi", "mile"), ("in inch \"", "inch"), ("ft '", "foot"), ("yd", "yard"), ("mg", "milligram"), ("g gm", "gram"),
        ("kg kgs kilo kilos", "kilogram"), ("lb lbs", "pound"), ("oz", "ounce"), ("t", "tonne"), ("ml", "millilitre"),
        ("l", "litre"), ("b", "byte"), ("kb kib", "kilobyte"), ("mb mib", "megabyte"), ("gb gib gig gigs", "gigabyte"),
        ("tb tib", "terabyte"), ("kbps", "kilobit/s"), ("mbps", "megabit/s"), ("gbps", "gigabit/s"), ("hz", "hertz"),
        ("khz", "kilohertz"), ("mhz", "megahertz"), ("ghz", "gigahertz"), ("v", "volt"), ("kv", "kilovolt"),
        ("kw", "kilowatt"), ("mw", "megawatt"), ("kwh", "kilowatt-hour"), ("ma", "milliampere"), ("mah", "mAh"),
        ("% pct", "percent"), ("c °c", "celsius"), ("f °f", "fahrenheit"), ("am a.m", "am"), ("pm p.m", "pm"),
        ("px", "pixel"), ("x", "times"), ("rs inr", "rupee"), ("usd", "dollar"), ("eur", "euro"), ("gbp", "pound"),
        ("mph", "mph"), ("kmh kph km/h", "km/h"), ("ha", "hectare"), ("cc", "cc"), ("mp", "megapixel"),
    ]

    private static let long = [
        "nanosecond nanoseconds", "microsecond microseconds", "millisecond milliseconds msec", "second seconds",
        "minute minutes", "hour hours", "day days", "week weeks", "month months", "year years", "decade decades",
        "century centuries", "millimetre millimeter millimetres millimeters",
        "centimetre centimeter centimetres centimeters", "metre meter metres meters",
        "kilometre kilometer kilometres kilometers km kms", "inch inches", "foot feet", "yard yards", "mile miles",
        "milligram milligrams", "gram grams", "kilogram kilograms kg kgs", "pound pounds lbs", "ounce ounces",
        "tonne tonnes ton tons", "millilitre milliliter millilitres milliliters ml", "litre liter litres liters",
        "gallon gallons", "pint pints", "byte bytes", "kilobyte kilobytes kb", "megabyte megabytes mb",
        "gigabyte gigabytes gb", "terabyte terabytes tb", "bit bits", "hertz", "kilohertz khz", "megahertz mhz",
        "gigahertz ghz", "volt volts", "watt watts", "kilowatt kilowatts", "ampere amperes amp amps", "ohm ohms",
        "joule joules", "calorie calories kcal", "percent percentage", "celsius centigrade", "fahrenheit", "kelvin",
        "pixel pixels", "dollar dollars usd", "euro euros eur", "yen", "rupee rupees inr rs", "ruble rubles",
        "bitcoin bitcoins",
        "acre acres", "hectare hectares", "degree degrees", "radian radians", "teaspoon teaspoons",
        "tablespoon tablespoons",
    ]
}
