/// Words that may stand for each other in a question. Groups are narrow: what is only related is another question.
enum Synonyms {
    /// From a stem to the first stem of its group.
    static let root: [String: String] = {
        var table: [String: String] = [:]
        for line in (everyday + work).split(separator: "\n") {
            let stems = line.split(separator: " ").map { Lexicon.stem(String($0)) }
            for stem in stems where table[stem] == nil { table[stem] = stems[0] }
        }
        return table
    }()

    private static let everyday = """
        big large huge
        biggest largest
        small little tiny
        fast quick rapid speedy
        rich wealthy
        richest wealthiest
        smart intelligent clever intelligence
        beautiful pretty
        difficult hard tough difficulty
        easy simple
        famous popular
        important significant
        strange weird odd
        angry mad
        afraid scared
        fear phobia
        ill sick
        fat overweight obese
        weight kilos
        buy purchase
        begin start commence
        end finish
        stop quit cease
        happen occur
        help assist aid
        need require
        get obtain acquire receive
        learn study
        teach train
        teacher tutor
        choose select pick selection choice
        find locate
        search seek
        fix repair resolve solve troubleshoot
        allow permit let
        prevent avoid
        increase raise boost enlarge
        reduce decrease lower lessen cut diminish
        improve enhance better improvement
        remove delete erase eliminate
        build construct
        create make generate produce
        change alter modify
        replace substitute
        explain describe clarify
        show display
        say tell
        talk speak chat
        discuss discussion
        believe belief
        like enjoy
        want wish desire
        seem appear look
        equation formula
        gamble bet
        fraud scam
        addictive addicting
        danger dangerous
        suicide
        visit tour
        travel trip journey
        vacation holiday
        movie film
        song music
        picture image photo photograph pic
        phone mobile smartphone cellphone
        car automobile
        house home
        job career employment
        money cash
        salary pay wage
        cost price expense
        cheap inexpensive affordable
        company firm business corporation
        doctor physician
        kid child
        woman lady
        man guy
        mom mother mum mommy
        dad father daddy
        grandma grandmother
        grandpa grandfather
        marry marriage married wedding
        people person human humans
        friend buddy
        country nation
        city town
        war battle
        advantage benefit merit upside
        disadvantage drawback downside demerit
        reason cause
        consequence effect impact result
        affect influence
        way method
        kind type sort category
        compare comparison difference distinction differ differentiate distinguish
        example instance
        purpose aim goal objective
        rule regulation
        chance probability likelihood odds
        opinion view thought
        tip advice suggestion hint
        recommend suggest recommendation
        trick hack
        evidence proof
        exist existence
        die pass death dead
        live reside
        alien extraterrestrial
        acne pimple pimples
        stomach belly tummy
        exam examination test
        mathematics math maths
        college university
        mark score grade
        usa us america
        uk britain
        television tv
        internet web online
        site website
        application app
        quickly rapidly
        forever permanently
        entirely completely fully totally
        recover regain recovery retrieve
        lose shed
        prepare preparation
        versus vs
        similar alike
        often frequently
        approximately about roughly around
        terrible awful
        maximum max
        minimum min
        favorite favourite
        center centre
        theater theatre
        program programme
        grey gray
        license licence
        tire tyre
        vaccine vaccination jab
        medicine medication drug
        symptom sign
        cure treat remedy treatment
        invent invention inventor
        discover discovery discoverer
        author writer
        own owner
        paint painter
        win winner
        population inhabitants
        sea ocean
        stone rock
        petrol gasoline
        garbage trash rubbish
        footpath sidewalk pavement
        lift elevator
        flat apartment
        football soccer
        cook cooking
        """

    private static let work = """
        app application
        bug defect
        error exception fault
        crash crashing
        fail failure
        function func routine
        parameter argument
        variable var
        string str
        integer int
        boolean bool
        directory folder dir
        repository repo
        database db
        configuration config configure
        documentation docs
        environment env
        library lib
        terminal console
        delete remove rm
        copy duplicate clone
        run execute launch
        invoke call
        iterate loop
        convert transform
        sort order arrange
        concatenate join combine merge
        split divide
        check verify validate test
        optimize optimise
        speed accelerate
        latency delay
        memory ram
        install installation setup
        uninstall uninstallation
        deploy deployment release
        authenticate authentication
        authorize authorization
        password passcode
        encrypt encryption
        decrypt decryption
        connect connection
        implement implementation
        initialize init
        enable activate
        disable deactivate
        undo revert
        number count amount
        detect identify recognize
        track tracking
        monitor observe
        limit restrict
        retrieve fetch
        store save
        js javascript
        ts typescript
        postgres postgresql
        k8s kubernetes
        """
}
