/// Words that hold a sentence together and have no weight of their own.
enum FunctionWords {
    /// The part that the words after a preposition play.
    enum Role: UInt8, Sendable {
        case from, to, into, than, by, with, of, within, on, forPurpose, under, over, against, through, named
    }

    static let roles: [String: Role] = [
        "from": .from, "to": .to, "into": .into, "onto": .into, "than": .than, "by": .by, "with": .with, "of": .of,
        "in": .within, "inside": .within, "on": .on, "for": .forPurpose, "under": .under, "over": .over,
        "against": .against, "through": .through, "via": .through, "as": .named,
    ]

    static let silent: Set<String> = words(
        """
        a an the this that these those there here it its itself they them their theirs themselves
        be been being am is are was were do does did doing done have has had having
        can could will would shall should may might must
        and or but so if then because since as while though although however also too either whether
        about at among between within around along across upon per via behind beside besides near toward towards
        what which who whom whose when where why how
        i me my mine myself we us our ours ourselves you your yours yourself yourselves
        he him his himself she her hers herself one ones oneself someone somebody anyone anybody everyone everybody
        something anything such vs versus eg ie etc
        ever yet just very really actually exactly truly basically simply ok okay oh well now
        some any all every each much many more most several certain various different
        exist exists
        let ma sir guys bro dear
        """)

    /// Words that may be there or not without changing what is asked.
    static let light: Set<String> = words(
        """
        good best great nice perfect ideal proper properly correct correctly appropriate suitable recommended
        easy easily easiest quickly effectively effective efficiently efficient successfully possible possibly
        way ways thing things kind type sort
        main major common general generally usual usually typical typically normally often
        personally currently today nowadays current recent recently lately ever anymore
        interesting important amazing awesome cool incredible
        especially specifically particularly mostly mainly
        actual real still already even else quite rather pretty
        certain specific particular simple available absolute exact necessary another other considered consider basic please tip tips advice suggestion idea example
        people person human guy able
        """)

    /// Words whose presence alone says little.
    static let weak: Set<String> = words(
        """
        help make get getting use using go going come want need like know think try take give put keep say feel look see
        work happen mean start become time day life world place way lot question answer
        up down out away back off together
        famous popular top favourite favorite own forever permanently better
        """)

    /// 0 for what may be left out, 1 for what says little, 2 for the rest.
    static func weight(_ word: String) -> Int { light.contains(word) ? 0 : weak.contains(word) ? 1 : 2 }

    static func isFunctionWord(_ word: String) -> Bool { silent.contains(word) || roles[word] != nil }

    private static func words(_ list: String) -> Set<String> {
        Set(list.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
