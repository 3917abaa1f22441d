/// Wordings of several words that stand for a shorter one, so that politeness and roundabout ways of asking weigh nothing.
enum Phrases {
    struct Phrase: Sendable {
        let words: [String]
        let meaning: [String]
    }

    /// All phrases by their first word, the longest first.
    static let byFirstWord: [String: [Phrase]] = {
        var table: [String: [Phrase]] = [:]
        for (meaning, wordings) in courtesies + questions + terms {
            for wording in wordings {
                let words = wording.split(separator: " ").map(String.init)
                let phrase = Phrase(words: words, meaning: meaning.split(separator: " ").map(String.init))
                table[words[0], default: []].append(phrase)
            }
        }
        return table.mapValues { $0.sorted { $0.words.count > $1.words.count } }
    }()

    private static let courtesies: [(String, [String])] = [
        (
            "",
            [
                "please", "pls", "plz", "kindly", "hello", "hey", "hi there", "thanks", "thank you",
                "thanks in advance",
                "i want to know", "i would like to know", "i need to know", "i was wondering", "i wonder",
                "i am wondering",
                "can you tell me", "could you tell me", "would you tell me", "can anyone tell me",
                "can someone tell me",
                "can you explain", "could you explain", "can you help me understand", "can you please tell me",
                "could you please tell me", "can you please explain", "could you please explain", "please tell me",
                "please explain", "do you know", "does anyone know", "does anybody know", "is it known", "any idea",
                "i do not know", "i do not understand", "help me understand", "tell me if", "in your opinion",
                "according to you", "do you think", "let us say", "as a beginner", "for example", "explain to me",
                "can you show me", "could you show me", "show me",
            ]
        ),
        (
            "what is",
            [
                "tell me", "tell me about", "give me", "suggest some", "suggest me", "recommend some", "recommend me",
                "list some", "name some",
            ]
        ),
        ("what is the name of", ["what do you call", "what is the term for", "what do we call"]),
        ("", ["why or why not"]), ("alone", ["by myself", "by yourself", "by oneself", "on my own", "on your own"]),
        ("excessively", ["too much", "too many"]),
        ("do i know if", ["can i tell if", "do i tell if", "can you tell if", "do you tell if"]),
        ("", ["explain", "tell me how", "is it true that", "is it a fact that", "is it the case that"]),
        (
            "how",
            [
                "tell me how", "explain how", "show me how", "describe how", "in what way", "in which way",
                "in what ways",
            ]
        ),
        ("why", ["tell me why", "explain why", "how come", "for what reason", "what for", "why is it that"]),
        ("should i", ["is it better to", "is it good to", "is it wise to", "is it a good idea to"]),
        ("can you", ["could you", "would you", "are you able to", "will you be able to"]),
        ("can i", ["is it possible to", "would it be possible to", "am i able to", "am i allowed to", "is it ok to"]),
    ]

    private static let questions: [(String, [String])] = [
        (
            "how to",
            [
                "what is the way to", "what is a way to", "what are the ways to", "what are some ways to",
                "what are ways to",
                "what is the best way to", "what is a good way to", "what are the best ways to",
                "what are good ways to",
                "what are some good ways to", "what is the right way to", "what is the proper way to",
                "what is the easiest way to",
                "what is the correct way to", "what is the simplest way to", "which is the best way to", "best way to",
                "ways to",
                "what is the process to", "what is the process for", "what is the procedure to",
                "what is the procedure for",
                "what are the steps to", "what are the steps for", "what steps do i take to",
                "what steps should i take to",
                "what do i have to do to", "what do i need to do to", "what should i do to", "what can i do to",
                "what must i do to",
                "what do i do to", "is there a way to", "is there any way to", "are there any ways to",
                "is there an easy way to",
                "what is the command to", "which command do i use to", "how should i go about", "how do i go about",
                "how to go about",
                "what is the best method to", "what is the method to", "what method", "what are the methods to",
                "how is it possible to",
                "what is the recommended way to", "what is an easy way to", "what are some tips to", "what are tips to",
                "tips to",
                "tips for", "what are some tips for", "what are some of the best ways to",
                "what are the different ways to",
                "what are the best tips to", "the way to", "what is the best way for", "what is the way of",
                "i want to",
            ]
        ),
        (
            "why",
            [
                "what is the reason", "what caused", "what is the reason that", "what is the reason why",
                "what is the reason for", "what is the reason behind",
                "what are the reasons for", "what are the reasons why", "what are the reasons that",
                "what are some reasons why",
                "what causes", "what is the cause of", "what are the causes of", "what are the reasons",
                "what are the reasons behind", "reason for", "what makes",
            ]
        ),
        (
            "when",
            [
                "at what time", "what time", "on what date", "on which date", "on what day", "in what year",
                "in which year",
                "what year", "which year", "what is the date of", "what date",
            ]
        ),
        ("what is the time", ["what time is it"]),
        ("what is the population of", ["how many people live in", "how many people are in"]),
        (
            "what think about",
            [
                "what is your opinion on", "what is your opinion about", "what is your opinion of",
                "what do you think of",
                "what do you think about", "what are your thoughts on", "what are your thoughts about",
                "what are your views on",
                "what is your view on", "what are your views about", "what do people think of",
                "what do people think about",
            ]
        ),
        (
            "where",
            [
                "in which place", "at what place", "in what place", "what is the location of", "what place",
                "in what location",
            ]
        ),
        ("who", ["which person", "what person", "what is the name of the person who", "whom"]),
        ("how many", ["what is the number of", "what number of", "what amount of", "how much"]),
        ("how long", ["how much time", "what length of time", "what amount of time"]),
        ("how old", ["what is the age of", "what age is"]),
        ("how tall", ["what is the height of", "how high"]),
        ("how far", ["what is the distance"]),
        (
            "how cost",
            [
                "what is the price of", "what is the cost of", "what does it cost to", "how many does it cost to",
                "how expensive", "how much does it cost to", "how much is",
            ]
        ),
        (
            "what is",
            [
                "what does it mean to be", "what is meant by", "what is the meaning of", "what is the definition of",
                "define", "what are",
            ]
        ),
        ("what is", ["what does it mean by"]),
    ]

    private static let terms: [(String, [String])] = [
        ("enable", ["turn on", "switch on", "turned on", "switched on", "turning on", "switching on"]),
        (
            "disable",
            ["turn off", "switch off", "turned off", "switched off", "turning off", "switching off", "shut off"]
        ),
        ("remove", ["get rid of", "getting rid of", "take away"]),
        ("usa", ["united states of america", "united states", "the states"]),
        ("uk", ["united kingdom", "great britain"]),
        ("uae", ["united arab emirates"]), ("eu", ["european union"]), ("un", ["united nations"]),
        ("nyc", ["new york city"]), ("la", ["los angeles"]), ("sf", ["san francisco"]),
        ("ai", ["artificial intelligence"]), ("ml", ["machine learning"]),
        ("os", ["operating system", "operating systems"]),
        ("db", ["data base"]),
        (
            "env",
            ["environment variable", "environment variables", "env variable", "env variables", "env var", "env vars"]
        ), ("pr", ["pull request", "pull requests"]),
        ("js", ["java script"]), ("vs", ["compared to", "compared with", "in comparison to", "as opposed to"]),
        ("and", ["as well as", "along with", "together with"]), ("to", ["in order to", "so as to"]),
        ("because", ["due to", "because of", "owing to", "on account of"]),
        ("about", ["with regard to", "in terms of", "regarding"]),
        ("atleast", ["at least", "no less than"]), ("atmost", ["at most", "no more than", "at the most"]),
        ("above", ["more than", "greater than"]), ("below", ["less than", "fewer than"]),
        ("instead", ["rather than", "instead of"]), ("before", ["prior to", "ahead of"]), ("after", ["subsequent to"]),
        ("not", ["no longer", "any longer not"]),
        ("many", ["a lot of", "lots of", "plenty of", "a number of", "a great deal of"]),
        ("about", ["as to"]), ("cause", ["lead to", "leads to", "led to", "result in", "results in", "bring about"]),
        (
            "",
            [
                "in the world", "on earth", "in existence", "of all time", "in general", "or not", "whether or not",
                "right now",
                "these days", "at the moment", "not only", "but also", "no matter", "at all", "in detail",
                "step by step",
                "in real life", "once and for all", "as possible", "so far", "by any chance", "in particular",
                "and why",
            ]
        ),
        ("start", ["get started with", "get started", "start off"]), ("setup", ["set up", "setting up", "sets up"]),
        ("login", ["log in", "sign in", "signin", "logging in", "signing in"]),
        ("logout", ["log out", "sign out", "log off"]),
        ("signup", ["sign up", "register for"]), ("find", ["find out", "figure out", "look up", "come across"]),
        ("discover", ["found out"]), ("happen", ["take place", "takes place", "took place", "go on", "going on"]),
        ("continue", ["carry on", "keep on"]), ("quit", ["give up"]), ("tolerate", ["put up with"]),
        ("lookafter", ["take care of", "look after"]),
        ("earn money", ["make money", "making money", "earn cash"]), ("username", ["user name"]),
        ("filename", ["file name"]),
        ("website", ["web site", "web page", "webpage"]),
        ("email", ["e mail", "electronic mail", "mail id", "email id", "email address", "email addresses", "e mails"]),
        ("phone", ["cell phone", "mobile phone", "smart phone", "cellphone", "smartphone"]),
        ("tv", ["television"]), ("pc", ["personal computer"]), ("api", ["application programming interface"]),
        ("url", ["web address"]), ("photo", ["profile picture"]), ("capital", ["capital city"]),
        ("people", ["human beings", "human being"]),
        ("boyfriend", ["boy friend"]), ("girlfriend", ["girl friend"]), ("exgirlfriend", ["ex girlfriend"]),
        ("exboyfriend", ["ex boyfriend"]),
        ("prefer", ["would rather"]), ("college", ["university"]),
        ("should", ["ought to", "had better", "supposed to"]),
        ("must", ["have to", "has to", "need to", "needs to", "got to"]), ("will", ["going to", "gonna", "about to"]),
        (
            "compare",
            [
                "difference between", "differences between", "distinction between", "differ from", "different from",
                "compare to",
            ]
        ),
        ("primeminister", ["prime minister"]),
        ("similar", ["in common"]), ("is", ["is there", "there is"]), ("are", ["are there", "there are"]),
        ("was", ["was there", "there was"]),
        ("were", ["were there", "there were"]),
    ]
}
