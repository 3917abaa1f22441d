extension NearMiss {
    static let negations = """
        Why does my server start? ⇄ Why doesn't my server start?
        Why does my server start? ⇄ Why does my server not start?
        What should I eat before running? ⇄ What should I not eat before running?
        Should I use a lock? ⇄ Shouldn't I use a lock?
        How do I sleep with noise? ⇄ How do I sleep without noise?
        How do I write a test with mocks? ⇄ How do I write a test without mocks?
        Which foods contain sugar? ⇄ Which foods contain no sugar?
        Why do cats like water? ⇄ Why do cats never like water?
        Is it legal to record a call? ⇄ Is it illegal to record a call?
        Is it possible to travel in time? ⇄ Is it impossible to travel in time?
        Is this function safe? ⇄ Is this function unsafe?
        Is the value valid? ⇄ Is the value invalid?
        What is a blocking call? ⇄ What is a non-blocking call?
        How do I make a type mutable? ⇄ How do I make a type immutable?
        What does an honest person say? ⇄ What does a dishonest person say?
        Why can I log in? ⇄ Why can't I log in?
        Why can I log in? ⇄ Why cant I log in?
        Which people have jobs? ⇄ Which people have no jobs?
        Why does the build fail to start? ⇄ Why does the build start?
        How do I commit with the hooks? ⇄ How do I commit without the hooks?
        What happens if I pay taxes? ⇄ What happens if I don't pay taxes?
        Why did he come? ⇄ Why didn't he come?
        Which countries are in the union? ⇄ Which countries are not in the union?
        How do I select rows that are null? ⇄ How do I select rows that are not null?
        Who was happy with it? ⇄ Who was unhappy with it?
        What is a regular verb? ⇄ What is an irregular verb?
        Which port is used? ⇄ Which port is unused?
        Is the drug available? ⇄ Is the drug unavailable?
        Why would anyone vote? ⇄ Why wouldn't anyone vote?
        How do I list all users except admins? ⇄ How do I list all users and admins?
        What is a directed graph? ⇄ What is an undirected graph?
        How do I boot with a password? ⇄ How do I boot without a password?
        What should I do? ⇄ What should I never do?
        Is sugar bad for you? ⇄ Is sugar not bad for you?
        What is a known issue? ⇄ What is an unknown issue?
        How to eat meat but not fish? ⇄ How to eat fish but not meat?
        How do I use tabs without spaces? ⇄ How do I use spaces without tabs?
        What is structured data? ⇄ What is unstructured data?
        """

    static let everydayOpposites = """
        How do I turn the heating on? ⇄ How do I turn the heating off?
        What should I eat before a run? ⇄ What should I eat after a run?
        What is the best film of the year? ⇄ What is the worst film of the year?
        How do I increase my appetite? ⇄ How do I decrease my appetite?
        How do I gain weight? ⇄ How do I lose weight?
        Where can I buy gold? ⇄ Where can I sell gold?
        What is the highest mountain in the region? ⇄ What is the lowest mountain in the region?
        Who is the richest man? ⇄ Who is the poorest man?
        Why do people love rain? ⇄ Why do people hate rain?
        What are the advantages of nuclear power? ⇄ What are the disadvantages of nuclear power?
        What are the pros of remote work? ⇄ What are the cons of remote work?
        How do I become a good speaker? ⇄ How do I become a bad speaker?
        When is the first bus? ⇄ When is the last bus?
        Why is the sky blue? ⇄ Why is the sky red?
        What is the largest planet? ⇄ What is the smallest planet?
        Is it cheaper to rent a house? ⇄ Is it more expensive to rent a house?
        How can I fall asleep early? ⇄ How can I fall asleep late?
        How do I open a bank account? ⇄ How do I close a bank account?
        What do women want? ⇄ What do men want?
        What should I give my mother? ⇄ What should I give my father?
        What is the oldest church? ⇄ What is the newest church?
        What happens when you are born? ⇄ What happens when you die?
        Why is my coffee hot? ⇄ Why is my coffee cold?
        What is the population of the north? ⇄ What is the population of the south?
        How do I get to the east side? ⇄ How do I get to the west side?
        What do I wear in summer? ⇄ What do I wear in winter?
        Is the shop open on Monday? ⇄ Is the shop open on Sunday?
        How is the weather in March? ⇄ How is the weather in April?
        What should I eat for breakfast? ⇄ What should I eat for dinner?
        What is due today? ⇄ What is due tomorrow?
        What is the left hand for? ⇄ What is the right hand for?
        What is above the clouds? ⇄ What is below the clouds?
        How do I win an argument? ⇄ How do I lose an argument?
        How do I accept an offer? ⇄ How do I reject an offer?
        How do I lend money? ⇄ How do I borrow money?
        How do I start a company? ⇄ How do I stop a company?
        Does cold water boil faster? ⇄ Does cold water boil slower?
        How do I go up the stairs? ⇄ How do I go down the stairs?
        What do teachers need? ⇄ What do students need?
        How can I have more stress? ⇄ How can I have less stress?
        """

    static let workOpposites = """
        How do I enable the firewall? ⇄ How do I disable the firewall?
        How do I turn caching on? ⇄ How do I turn caching off?
        How do I encrypt a file? ⇄ How do I decrypt a file?
        How do I import a table? ⇄ How do I export a table?
        How do I upload a file? ⇄ How do I download a file?
        How do I push a branch? ⇄ How do I pull a branch?
        How do I add a column? ⇄ How do I drop a column?
        How do I install a package? ⇄ How do I uninstall a package?
        How do I mount a disk? ⇄ How do I unmount a disk?
        How do I show hidden files? ⇄ How do I hide hidden files?
        How do I lock a table? ⇄ How do I unlock a table?
        How do I encode a string? ⇄ How do I decode a string?
        How do I compress a folder? ⇄ How do I decompress a folder?
        How do I find the minimum of a list? ⇄ How do I find the maximum of a list?
        How do I sort in ascending order? ⇄ How do I sort in descending order?
        How do I read from a socket? ⇄ How do I write to a socket?
        How do I send a signal? ⇄ How do I receive a signal?
        How do I make a method public? ⇄ How do I make a method private?
        How do I set the width of a window? ⇄ How do I set the height of a window?
        How do I delete a row? ⇄ How do I delete a column?
        How do I log in automatically? ⇄ How do I log out automatically?
        What is an internal link? ⇄ What is an external link?
        What is a static library? ⇄ What is a dynamic library?
        How do I convert text to upper case? ⇄ How do I convert text to lower case?
        How do I delete a local branch? ⇄ How do I delete a remote branch?
        What does a server certificate do? ⇄ What does a client certificate do?
        How do I open a connection? ⇄ How do I close a connection?
        How do I subscribe to a topic? ⇄ How do I unsubscribe from a topic?
        Is it an ascending list? ⇄ Is it a descending list?
        How do I deploy to staging? ⇄ How do I deploy to production?
        What is an absolute path? ⇄ What is a relative path?
        How do I allow an address? ⇄ How do I deny an address?
        What is a left join? ⇄ What is a right join?
        How do I connect a database? ⇄ How do I disconnect a database?
        How do I get the first element? ⇄ How do I get the last element?
        How do I increase the timeout? ⇄ How do I reduce the timeout?
        Is the stack faster? ⇄ Is the heap faster?
        How do I serialize a struct? ⇄ How do I deserialize a struct?
        How do I expand a section? ⇄ How do I collapse a section?
        How do I go to the next tab? ⇄ How do I go to the previous tab?
        """

    static let names = """
        What is the capital of France? ⇄ What is the capital of Germany?
        what is the capital of france ⇄ what is the capital of germany
        Who is Marie Curie? ⇄ Who is Marie Antoinette?
        How do I learn Python? ⇄ How do I learn Java?
        how do i learn python ⇄ how do i learn rust
        How do I get from the airport to Paris? ⇄ How do I get from the airport to London?
        How do I install Docker? ⇄ How do I install Podman?
        How do I write a loop in C? ⇄ How do I write a loop in C++?
        How do I write a class in C# ? ⇄ How do I write a class in C++?
        What is the population of New York? ⇄ What is the population of New Delhi?
        Is Tokyo safe? ⇄ Is Osaka safe?
        How do I use PostgreSQL? ⇄ How do I use MySQL?
        How do I use the Microsoft store? ⇄ How do I use the Apple store?
        Who founded Google? ⇄ Who founded Facebook?
        Is German hard to learn? ⇄ Is French hard to learn?
        How do I exit Vim? ⇄ How do I exit Emacs?
        How does Bill Gates live? ⇄ How does Melinda Gates live?
        How do I parse JSON? ⇄ How do I parse XML?
        How do I parse json ⇄ How do I parse yaml
        What does NASA do? ⇄ What does ESA do?
        How tall is Mount Everest? ⇄ How tall is Mount Fuji?
        What did Hillary Clinton say? ⇄ What did Bill Clinton say?
        What is the currency of Japan? ⇄ What is the currency of China?
        What is North Korea like? ⇄ What is South Korea like?
        How do I move to Canada from India? ⇄ How do I move to Canada from Brazil?
        What do Muslims believe? ⇄ What do Christians believe?
        How do I deploy on AWS? ⇄ How do I deploy on Azure?
        Is the iPhone waterproof? ⇄ Is the Pixel waterproof?
        What does the US export? ⇄ What does the UK export?
        How do I install nginx? ⇄ How do I install apache?
        How do I use the Slack app? ⇄ How do I use the Discord app?
        Who wrote Hamlet? ⇄ Who wrote Faust?
        How do I run it on Ubuntu? ⇄ How do I run it on Windows?
        How do I start with React? ⇄ How do I start with Angular?
        How do I list files? ⇄ How do I list files in Python?
        How do I use Java? ⇄ How do I use JavaScript?
        What is Visual Studio? ⇄ What is Visual Studio Code?
        How much does Amazon cost? ⇄ How much does Amazon Prime cost?
        How do I cancel Netflix? ⇄ How do I cancel Spotify?
        What is the time in Sydney? ⇄ What is the time in Melbourne?
        """

    static let orders = """
        How do I convert a string to an int? ⇄ How do I convert an int to a string?
        Is a cat faster than a dog? ⇄ Is a dog faster than a cat?
        Do cats eat mice? ⇄ Do mice eat cats?
        How do I fly from Paris to London? ⇄ How do I fly from London to Paris?
        How do I get to London from Paris? ⇄ How do I get to Paris from London?
        Is Python better than Java? ⇄ Is Java better than Python?
        How do I call C from Swift? ⇄ How do I call Swift from C?
        Did Brutus kill Caesar? ⇄ Did Caesar kill Brutus?
        How do I migrate from MySQL to PostgreSQL? ⇄ How do I migrate from PostgreSQL to MySQL?
        How do I translate English into French? ⇄ How do I translate French into English?
        How do I run Linux on Windows? ⇄ How do I run Windows on Linux?
        How do I embed HTML in PHP? ⇄ How do I embed PHP in HTML?
        Why does stress cause pain? ⇄ Why does pain cause stress?
        Does poverty lead to crime? ⇄ Does crime lead to poverty?
        How do I replace tabs with spaces? ⇄ How do I replace spaces with tabs?
        Was the dog bitten by the man? ⇄ Was the man bitten by the dog?
        What is a house boat? ⇄ What is a boat house?
        Who is the father of the teacher? ⇄ Who is the teacher of the father?
        How do I copy from the phone to the laptop? ⇄ How do I copy from the laptop to the phone?
        How many dollars are in a euro? ⇄ How many euros are in a dollar?
        Convert json to yaml ⇄ Convert yaml to json
        How do I merge develop into main? ⇄ How do I merge main into develop?
        Is tea healthier than coffee? ⇄ Is coffee healthier than tea?
        Does the parent call the child? ⇄ Does the child call the parent?
        How do I cast a float to a double? ⇄ How do I cast a double to a float?
        Did the USA attack Japan? ⇄ Did Japan attack the USA?
        """

    static let questionKinds = """
        Who wrote the book? ⇄ When was the book written?
        Who invented the telephone? ⇄ When was the telephone invented?
        Where was the treaty signed? ⇄ When was the treaty signed?
        Why do birds sing? ⇄ How do birds sing?
        How does it rain? ⇄ Why does it rain?
        Who is the boss? ⇄ Where is the boss?
        How many planes landed? ⇄ Why did planes land?
        When does the train leave? ⇄ Where does the train leave?
        How do I delete my account? ⇄ Why do I delete my account?
        Can I take aspirin? ⇄ Should I take aspirin?
        Must I register a car? ⇄ Can I register a car?
        Why was he fired? ⇄ When was he fired?
        How often does it crash? ⇄ Why does it crash?
        When should I water plants? ⇄ How should I water plants?
        """

    static let tenses = """
        Who is the king of the island? ⇄ Who was the king of the island?
        What is the price? ⇄ What was the price?
        Who will be the champion? ⇄ Who was the champion?
        What did the company do? ⇄ What will the company do?
        What does the company do? ⇄ What did the company do?
        Where is the office? ⇄ Where was the office?
        Will the market crash? ⇄ Did the market crash?
        How many members are there? ⇄ How many members were there?
        """

    static let persons = """
        What is he paid? ⇄ What is she paid?
        What is his name? ⇄ What is her name?
        Why did she leave him? ⇄ Why did he leave her?
        How old is he? ⇄ How old is she?
        Should I tell him? ⇄ Should I tell her?
        What is my name? ⇄ What is your name?
        Can you speak it? ⇄ Can I speak it?
        """

    static let quantifiers = """
        Can all birds fly? ⇄ Can some birds fly?
        Are most snakes poisonous? ⇄ Are all snakes poisonous?
        Do I only need a visa? ⇄ Do I need a visa?
        Does every user have a key? ⇄ Do some users have a key?
        Is it only for members? ⇄ Is it for members?
        Are the files always deleted? ⇄ Are the files sometimes deleted?
        Do all birds fly? ⇄ Do birds fly?
        """

    static let words = """
        How do I list files? ⇄ How do I list hidden files?
        How do I cook rice? ⇄ How do I cook pasta?
        What is a binary tree? ⇄ What is a binary heap?
        How do I train a dog? ⇄ How do I train a horse?
        What is inflation? ⇄ What is deflation?
        How do I write a cover letter? ⇄ How do I write a love letter?
        What is a red giant? ⇄ What is a red dwarf?
        How do I rename a branch? ⇄ How do I rename a tag?
        What is a compiler? ⇄ What is an interpreter?
        How does a jet engine work? ⇄ How does a steam engine work?
        How do I center a div? ⇄ How do I center an image?
        What is the mass of an electron? ⇄ What is the charge of an electron?
        How do I clean a carpet? ⇄ How do I clean a leather sofa?
        What causes headaches? ⇄ What causes heartburn?
        How do I become a lawyer? ⇄ How do I become a nurse?
        Who painted it? ⇄ Who sculpted it?
        How do I test a controller? ⇄ How do I test a controller in parallel?
        How do I read a file line by line? ⇄ How do I read a file word by word?
        How do I change my email? ⇄ How do I change my username?
        What is a good recipe for bread? ⇄ What is a good recipe for gluten free bread?
        """
}
