/// Words that answer the opposite question, and members of small closed sets such as the weekdays.
enum Opposites {
    /// Whether two roots exclude each other.
    static func exclude(_ one: String, _ other: String) -> Bool {
        guard let sets = table[one] else { return false }
        return sets.contains { set in table[other]?.contains(set) == true && side(one, set) != side(other, set) }
    }

    private static func side(_ root: String, _ set: Int) -> Int? { sides[set][root] }

    /// The sets that a root belongs to.
    private static let table: [String: [Int]] = {
        var table: [String: [Int]] = [:]
        for (index, set) in sides.enumerated() {
            for root in set.keys { table[root, default: []].append(index) }
        }
        return table
    }()

    /// Each line is a set; words joined by a comma stand on the same side of it.
    private static let sides: [[String: Int]] = list.split(separator: "\n").map { line in
        var sides: [String: Int] = [:]
        for (side, words) in line.split(separator: " ").enumerated() {
            for word in words.split(separator: ",") { sides[Lexicon.root(String(word))] = side }
        }
        return sides
    }

    private static let list = """
        on off
        up down
        in,inside,within out,outside
        above,over below,under,beneath
        before after
        until since
        forward backward,backwards
        enable,activate disable,deactivate
        rise fall
        upgrade downgrade
        cancel renew
        multiply divide add subtract
        stdin stdout stderr
        raw cooked
        bold italic
        increase,raise,grow,gain,boost decrease,reduce,lower,lessen,lose,shrink,cut
        first last
        early,earlier,earliest late,later,latest
        next previous
        old,older,oldest new,newer,newest
        old,older,oldest young,younger,youngest
        minimum,min,minimize maximum,max,maximize
        atleast atmost
        import export
        input output
        read write
        encrypt decrypt
        encode decode
        compress,zip decompress,unzip,extract
        serialize deserialize
        marshal unmarshal
        upload download
        push pull
        push pop
        send receive
        buy sell
        borrow lend
        rent own,buy
        add,insert,create,append remove,delete,subtract,drop
        install uninstall
        mount unmount
        lock unlock
        open close,closed,shut
        start,begin,launch stop,end,finish,quit
        start,boot shutdown
        show,display,visible hide,invisible,conceal
        expand,extend collapse,contract,shrink
        connect disconnect
        attach detach
        subscribe unsubscribe
        follow unfollow
        block unblock
        login logout
        merge split,separate
        join leave
        allow,permit deny,forbid,block,prevent,prohibit,ban
        accept reject,refuse,decline
        win lose
        for against
        pass fail
        success,successful,succeed failure,fail,unsuccessful
        true false
        yes no
        love,like hate,dislike
        good,great,best,better bad,worst,worse,terrible
        advantage,benefit,pro disadvantage,drawback,con,downside
        strength weakness
        strong,stronger,strongest weak,weaker,weakest
        positive negative
        fast,faster,fastest,quick slow,slower,slowest
        big,bigger,biggest,large,larger,largest small,smaller,smallest,tiny
        high,higher,highest low,lower,lowest
        tall,taller,tallest short,shorter,shortest
        long,longer,longest short,shorter,shortest
        wide,wider,widest narrow,narrower,narrowest
        thick,thicker,thickest thin,thinner,thinnest
        heavy,heavier,heaviest light,lighter,lightest
        deep,deeper,deepest shallow,shallower
        more,most less,least,fewer,fewest
        many few
        hot,hotter,hottest,warm,warmer cold,colder,coldest,cool,cooler
        wet dry
        hard,difficult,harder,hardest easy,simple,easier,easiest
        hard soft
        cheap,cheaper,cheapest expensive
        rich,wealthy,richer,richest poor,poorer,poorest
        free paid
        happy sad
        clean dirty
        full empty
        male female
        man woman
        boy girl
        husband wife
        father mother
        dad mom,mum
        brother sister
        son daughter
        uncle aunt
        boyfriend girlfriend
        exboyfriend exgirlfriend
        king queen
        guy lady,girl,woman
        alive,live dead,die
        birth,born death,die
        marry,marriage divorce
        parent child
        day night
        morning afternoon evening night
        today tomorrow yesterday
        monday tuesday wednesday thursday friday saturday sunday
        january february march april may june july august september october november december
        spring summer autumn,fall winter
        north south east west
        northern southern eastern western
        red blue green yellow black white orange purple pink brown grey,gray
        cat dog
        public private protected
        internal external
        local remote
        global local
        static dynamic
        synchronous,sync asynchronous,async
        client server
        frontend backend
        front back
        top bottom
        row column
        horizontal,horizontally vertical,vertically
        width height depth
        ascending,asc descending,desc
        upper,uppercase lower,lowercase
        absolute relative
        primary secondary
        parent child
        source destination,target
        encode decode
        signed unsigned
        mutable immutable
        stack heap
        stack queue
        thread process
        class struct enum protocol interface
        array dictionary set list tuple
        staging production development
        debug release
        unit integration
        left right
        inner outer full
        even odd
        prime composite
        acid base
        import export
        supply demand
        profit loss
        asset liability
        debit credit
        gross net
        teacher student
        doctor patient,nurse
        employer employee
        majority minority
        city country state
        undergraduate graduate
        introvert extrovert
        democrat,democratic republican
        capitalism communism,socialism
        physics chemistry biology mathematics
        breakfast lunch dinner
        celsius fahrenheit kelvin
        nanosecond microsecond millisecond second minute hour day week month year decade century
        millimetre centimetre metre kilometre inch foot yard mile
        milligram gram kilogram pound ounce tonne
        millilitre litre gallon pint
        bit byte kilobyte megabyte gigabyte terabyte
        hertz kilohertz megahertz gigahertz
        dollar euro pound yen rupee ruble
        volt watt ampere ohm
        """
}
