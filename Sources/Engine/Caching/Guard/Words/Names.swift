/// Names that people also type in lower case. Short on purpose: capitals tell most names.
enum Names {
    static let known: Set<String> = words(countries + peoples + cities + languages + products)

    /// What stands before a name and may be left out.
    static let titles: Set<String> = words("mr mrs ms dr sir president pm king queen prof professor senator saint st")

    /// First names by which the well-known are called together with their surname.
    static let given: Set<String> = words(
        """
        donald hillary barack narendra vladimir angela joe bernie bill george john robert michael david james william elon
        steve mark jeff albert isaac mahatma rahul arvind salman shahrukh amitabh sachin virat lionel cristiano adolf
        martin abraham winston
        """)

    private static let countries = """
        afghanistan albania algeria america argentina armenia australia austria azerbaijan bangladesh belarus belgium
        bolivia brazil britain bulgaria cambodia cameroon canada chile china colombia croatia cuba cyprus czechia denmark
        ecuador egypt england estonia ethiopia europe africa asia finland france georgia germany ghana greece greenland
        guatemala haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan
        kazakhstan kenya korea kuwait laos latvia lebanon libya lithuania luxembourg malaysia malta mexico mongolia
        morocco myanmar nepal netherlands nicaragua nigeria norway oman pakistan palestine panama paraguay peru
        philippines poland portugal qatar romania russia scotland senegal serbia singapore slovakia slovenia somalia
        spain sudan sweden switzerland syria taiwan thailand tunisia turkey uae uganda uk ukraine uruguay usa uzbekistan
        venezuela vietnam wales yemen zambia zimbabwe antarctica texas california florida kashmir punjab kerala
        """

    private static let peoples = """
        american australian austrian belgian brazilian british canadian chinese cuban danish dutch egyptian english
        european african asian finnish french german greek hungarian indian indonesian iranian iraqi irish israeli
        italian japanese korean mexican norwegian pakistani polish portuguese romanian russian scottish spanish swedish
        swiss syrian taiwanese thai turkish ukrainian vietnamese welsh muslim christian hindu jewish catholic buddhist
        christianity islam hinduism buddhism judaism
        """

    private static let cities = """
        amsterdam athens bangalore bangkok barcelona beijing berlin boston brussels budapest cairo chennai chicago
        copenhagen dallas delhi dubai dublin frankfurt geneva hamburg helsinki houston hyderabad istanbul jakarta
        karachi kolkata kyiv lisbon london madrid manila melbourne miami milan montreal moscow mumbai munich nyc oslo
        paris prague pune rome seattle seoul shanghai stockholm sydney tokyo toronto vancouver vienna warsaw
        washington zurich
        """

    private static let languages = """
        arabic hindi urdu bengali tamil telugu marathi gujarati mandarin cantonese latin hebrew persian sanskrit
        python java javascript typescript kotlin swift rust golang ruby perl php scala haskell erlang elixir lua
        c c++ c# f# .net r matlab fortran cobol pascal bash sql html css xml json yaml toml csv js ts
        """

    private static let products = """
        google apple microsoft amazon facebook twitter instagram whatsapp snapchat youtube netflix quora reddit linkedin
        tinder uber airbnb paypal bitcoin ethereum android ios iphone ipad macbook windows linux ubuntu debian fedora
        centos macos chrome firefox safari edge opera excel powerpoint photoshop gmail outlook github gitlab bitbucket
        git svn docker podman kubernetes helm terraform ansible jenkins aws azure gcp heroku mysql postgres postgresql
        sqlite mongodb redis memcached kafka rabbitmq elasticsearch nginx apache tomcat react angular vue svelte django
        flask rails laravel spring node nodejs npm yarn pip conda maven gradle cmake numpy pandas pytorch tensorflow
        keras vim emacs vscode eclipse xcode intellij tesla toyota honda bmw audi samsung nokia sony xbox playstation
        visa mastercard trump clinton obama modi putin hitler gandhi einstein newton messi ronaldo
        http https tcp udp ssh ftp sftp smtp imap rest graphql grpc websocket oauth jwt ssl tls ipv dns dhcp
        gpt llama claude gemini mistral openai
        """

    private static func words(_ list: String) -> Set<String> {
        Set(list.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
