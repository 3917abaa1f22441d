import Testing

@Suite("Where settings come from")
struct SettingsOrderTests {
    private func zone(_ place: Workplace, _ words: String..., environment: [String: String] = [:]) throws -> String {
        let outcome = try Child([Workplace.program, "check"] + words, in: place.folder, environment: environment)
            .finish()
        return String(outcome.output.split(separator: "\n")[0].split(separator: " ").last ?? "")
    }

    @Test("a flag wins over the environment, that over the file, and that over the default")
    func order() throws {
        let place = try Workplace()
        #expect(try zone(place) == "UTC")
        try place.write("time_zone: Europe/Berlin\n", to: "beast.yaml")
        #expect(try zone(place) == "Europe/Berlin")
        let tokyo = ["BEAST_TIME_ZONE": "Asia/Tokyo"]
        #expect(try zone(place, environment: tokyo) == "Asia/Tokyo")
        #expect(try zone(place, "--time-zone", "America/Lima", environment: tokyo) == "America/Lima")
        #expect(try zone(place, environment: ["BEAST_TIME_ZONE": ""]) == "Europe/Berlin")
    }

    @Test("data lies where the settings say")
    func data() throws {
        let place = try Workplace()
        try place.write("data: from-file\n", to: "beast.yaml")
        _ = try place.beast("status")
        #expect(place.exists("from-file/beast.db"))
        _ = try place.beast("status", environment: ["BEAST_DATA": "from-environment"])
        #expect(place.exists("from-environment/beast.db"))
        _ = try place.beast("status", "--data=from-flag")
        #expect(place.exists("from-flag/beast.db") && !place.exists("data"))
    }

    @Test(
        "an error in the file names file and line and ends with 1",
        arguments: [
            ("data: here\ntime-zone: UTC\n", "beast.yaml:2: unknown key “time-zone”. Did you mean time_zone?"),
            ("port: eighty\n", "beast.yaml:1: “port”: expected a whole number"),
            ("port: 1\nport: 2\n", "beast.yaml:2: the key “port” stands already in line 1"),
            ("data: [1,\n", "beast.yaml:2"),
            ("\n\ntime_zone: Mars/Olympus\n", "beast.yaml:3"),
        ])
    func fileErrors(text: String, message: String) throws {
        let place = try Workplace()
        try place.write(text, to: "beast.yaml")
        let outcome = try place.beast("serve")
        #expect(outcome.code == 1 && outcome.output.isEmpty)
        #expect(outcome.messages.contains(message), "\(outcome.messages)")
        #expect(!place.exists("data"))
    }

    @Test("a configuration file that is named has to be there")
    func missingFile() throws {
        let place = try Workplace()
        let outcome = try place.beast("status", environment: ["BEAST_CONFIG": "nowhere.yaml"])
        #expect(outcome.code == 1 && outcome.messages.contains("there is no file nowhere.yaml"))
    }
}
