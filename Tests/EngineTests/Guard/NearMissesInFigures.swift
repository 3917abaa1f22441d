extension NearMiss {
    static let numbers = """
        What is due in 1.7637327195008e+14? ⇄ What is due in 1.7637327195009e+14?
        How do I keep 3 backups? ⇄ How do I keep 5 backups?
        What is 17 plus 4? ⇄ What is 17 plus 5?
        How do I lose 5 kg in a month? ⇄ How do I lose 10 kg in a month?
        Write a haiku in three lines ⇄ Write a haiku in four lines
        Give me two examples of recursion ⇄ Give me six examples of recursion
        What happened in 1914? ⇄ What happened in 1918?
        Who won the world cup in 2010? ⇄ Who won the world cup in 2014?
        How do I split a list into 2 parts? ⇄ How do I split a list into 4 parts?
        What is 20% of 300? ⇄ What is 30% of 300?
        How do I retire with 1,000,000 dollars? ⇄ How do I retire with 100,000 dollars?
        What can I buy for $50? ⇄ What can I buy for $500?
        Is 90 a good score? ⇄ Is 80 a good score?
        How do I run a process on port 8080? ⇄ How do I run a process on port 8081?
        What does HTTP status 401 mean? ⇄ What does HTTP status 403 mean?
        How do I fix error 404? ⇄ How do I fix error 500?
        What does exit code 137 mean? ⇄ What does exit code 139 mean?
        Which train leaves at 10:30? ⇄ Which train leaves at 11:30?
        What is the 1st amendment? ⇄ What is the 2nd amendment?
        What is the first amendment? ⇄ What is the fifth amendment?
        Who was the third president? ⇄ Who was the fourth president?
        Explain World War I ⇄ Explain World War II
        When did World War II begin? ⇄ When did World War 1 begin?
        What should a child of 3 weigh? ⇄ What should a child of 13 weigh?
        How do I sort a million rows? ⇄ How do I sort a billion rows?
        How do I sort 2 million rows? ⇄ How do I sort 3 million rows?
        How far can I walk in twenty-five minutes? ⇄ How far can I walk in thirty-five minutes?
        How do I choose between 5-10 servers? ⇄ How do I choose between 5-15 servers?
        Is it safe to wait 2 to 3 days? ⇄ Is it safe to wait 2 to 5 days?
        How do I use the iPhone 6? ⇄ How do I use the iPhone 7?
        Can I run it with 8 GB of memory? ⇄ Can I run it with 16 GB of memory?
        What is the square root of 16? ⇄ What is the square root of 64?
        How do I write a loop that runs 10 times? ⇄ How do I write a loop that runs 100 times?
        Summarise the text in 50 words ⇄ Summarise the text in 150 words
        How do I take 7 days of holiday? ⇄ How do I take 14 days of holiday?
        How do I double a number? ⇄ How do I double 2 numbers?
        What does chapter 12 say? ⇄ What does chapter 21 say?
        What is the temperature at -5 degrees? ⇄ What is the temperature at 5 degrees?
        How much is 0.5 of it? ⇄ How much is 0.05 of it?
        How long do 2k tokens take? ⇄ How long do 4k tokens take?
        How do I set the limit to 1500? ⇄ How do I set the limit to 15000?
        Plan a trip for a family of four ⇄ Plan a trip for a family of five
        What are the top 10 films? ⇄ What are the top 20 films?
        How do I round to two decimals? ⇄ How do I round to three decimals?
        What changed on 2024-03-01? ⇄ What changed on 2024-04-01?
        """

    static let units = """
        What happens after 5 ms? ⇄ What happens after 5 s?
        What happens after 5 milliseconds? ⇄ What happens after 5 microseconds?
        How do I set a timeout of 30 seconds? ⇄ How do I set a timeout of 30 minutes?
        Can I lose 5 kg? ⇄ Can I lose 5 pounds?
        How far is 10 km? ⇄ How far is 10 miles?
        Is 10 MB enough? ⇄ Is 10 GB enough?
        Is 100 mbps fast? ⇄ Is 100 gbps fast?
        What can I get for 50 euros? ⇄ What can I get for 50 dollars?
        What can I get for €50? ⇄ What can I get for $50?
        How hot is 40 °C? ⇄ How hot is 40 °F?
        Is 6 am too early? ⇄ Is 6 pm too early?
        How do I cook it for 20 min? ⇄ How do I cook it for 20 h?
        How do I keep logs for 7 days? ⇄ How do I keep logs for 7 weeks?
        Is a fine of 500 rupees usual? ⇄ Is a fine of 500 dollars usual?
        How much is 3 cups or 200 ml? ⇄ How much is 3 cups or 200 l?
        How many metres are in it? ⇄ How many feet are in it?
        Does it take 3 months? ⇄ Does it take 3 years?
        How do I raise the limit by 10 percent? ⇄ How do I raise the limit by 10 dollars?
        What is the boiling point in celsius? ⇄ What is the boiling point in fahrenheit?
        What is the distance in kilometres? ⇄ What is the distance in miles?
        """

    static let versions = """
        What is new in Python 3.11? ⇄ What is new in Python 3.12?
        What is new in Python 3.1? ⇄ What is new in Python 3.10?
        How do I install Node 18.2.0? ⇄ How do I install Node 18.2.1?
        How do I upgrade to v1.2.3? ⇄ How do I upgrade to v1.3.2?
        What changed in version 4? ⇄ What changed in version 5?
        What broke in Swift 5.9? ⇄ What broke in Swift 5.10?
        Is Java 1.8 still supported? ⇄ Is Java 1.7 still supported?
        Does it run on macOS 10.14? ⇄ Does it run on macOS 10.15?
        How do I migrate to version 2.0? ⇄ How do I migrate to version 3.0?
        What is different in HTTP 1.1? ⇄ What is different in HTTP 2.0?
        How do I pin redis 7.0.4? ⇄ How do I pin redis 7.0.11?
        How do I use the v2 api? ⇄ How do I use the v3 api?
        Is TLS 1.2 safe? ⇄ Is TLS 1.3 safe?
        Does it need kernel 5.15.2? ⇄ Does it need kernel 6.15.2?
        """

    static let quotations = """
        What does "give in" mean? ⇄ What does "give out" mean?
        How do I pronounce 'quay'? ⇄ How do I pronounce 'queue'?
        What does `grep` do? ⇄ What does `sed` do?
        What is the meaning of "to be"? ⇄ What is the meaning of "to have"?
        What does the error "disk full" mean? ⇄ What does the error "disk failing" mean?
        Translate "good morning" ⇄ Translate "good evening"
        What does "he" refer to? ⇄ What does "it" refer to?
        How do I escape "a" in a regex? ⇄ How do I escape "b" in a regex?
        """

    static let identifiers = """
        What does parseURL do? ⇄ What does parseURI do?
        What does parseUrl do? ⇄ What does parseURL do?
        What does user_id hold? ⇄ What does user_ids hold?
        How do I call os.path.join? ⇄ How do I call os.path.split?
        What does -r do? ⇄ What does -R do?
        What does --force do? ⇄ What does --force-with-lease do?
        What is in /etc/hosts? ⇄ What is in /etc/passwd?
        How do I edit main.swift? ⇄ How do I edit main.c?
        What does printf() return? ⇄ What does sprintf() return?
        How does getValue() work? ⇄ How does setValue() work?
        What is at https://example.com/a? ⇄ What is at https://example.com/b?
        What does $HOME contain? ⇄ What does $PATH contain?
        What does == do in JavaScript? ⇄ What does === do in JavaScript?
        What does && mean? ⇄ What does || mean?
        What does x += 1 do? ⇄ What does x -= 1 do?
        What does std::move do? ⇄ What does std::forward do?
        What does @MainActor mean? ⇄ What does @Sendable mean?
        How do I fix package.json? ⇄ How do I fix tsconfig.json?
        What does #include do? ⇄ What does #define do?
        How do I use useState in a component? ⇄ How do I use useEffect in a component?
        What does my_list.append(x) do? ⇄ What does my_list.extend(x) do?
        What is List<String>? ⇄ What is List<Int>?
        How do I read config.yaml? ⇄ How do I read config.toml?
        Why is a->b slow? ⇄ Why is a->c slow?
        What does i++ do? ⇄ What does i-- do?
        What does MAX_SIZE mean? ⇄ What does MIN_SIZE mean?
        Why does ~/.bashrc not load? ⇄ Why does ~/.zshrc not load?
        What does sort -n do? ⇄ What does sort -u do?
        Mail to a@example.com ⇄ Mail to b@example.com
        What is 3x4? ⇄ What is 3x5?
        """
}
