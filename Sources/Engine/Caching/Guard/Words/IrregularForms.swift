/// Forms that no ending explains.
enum IrregularForms {
    static let base: [String: String] = {
        var table: [String: String] = [:]
        for line in forms.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            for form in words.dropFirst() { table[form] = words[0] }
        }
        return table
    }()

    private static let forms = """
        go went gone goes going
        run ran running
        buy bought
        sell sold
        make made making
        take took taken taking
        give gave given giving
        get got gotten getting
        write wrote written writing
        read reading
        speak spoke spoken
        break broke broken
        choose chose chosen
        lose lost losing
        find found
        think thought
        teach taught
        bring brought
        build built
        send sent
        spend spent
        keep kept
        feel felt
        leave left
        meet met
        pay paid
        say said
        tell told
        hold held
        stand stood
        understand understood
        begin began begun
        drink drank drunk
        swim swam swum
        sing sang sung
        eat ate eaten
        fall fell fallen
        drive drove driven
        ride rode ridden
        rise rose risen
        know knew known
        grow grew grown
        throw threw thrown
        fly flew flown flies
        draw drew drawn
        see saw seen
        come came coming
        become became
        win won winning
        die died dying dies
        lie lied lying
        die dead
        catch caught
        fight fought
        forget forgot forgotten
        hide hid
        bite bit bitten
        freeze froze frozen
        steal stole stolen
        sleep slept
        wear wore worn
        tear tore torn
        man men
        woman women
        child children kid kids
        person persons
        foot feet
        tooth teeth
        mouse mice
        index indices indexes
        matrix matrices
        vertex vertices
        criterion criteria
        phenomenon phenomena
        analyze analysis analyses analyse
        datum data
        wife wives
        knife knives
        life lives
        leaf leaves
        half halves
        shelf shelves
        use used using uses useful
        try tried trying tries
        learn learnt
        burn burnt
        dream dreamt
        movie movies
        cookie cookies
        calorie calories
        zombie zombies
        selfie selfies
        pie pies
        serie series
        hero heroes
        potato potatoes
        tomato tomatoes
        cache caching cached caches
        thing things
        different difference differences differ
        """
}
