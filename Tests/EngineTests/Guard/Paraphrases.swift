/// Pairs that ask the same in other words.
enum Paraphrases {
    static let all: [(asked: String, kept: String)] = (everyday + "\n" + work).split(separator: "\n").map { line in
        let sides = line.split(separator: "⇄").map { String($0.drop { $0 == " " }) }
        return (String(sides[0].dropLast()), sides[1])
    }

    static let everyday = """
        What is the capital of France? ⇄ Tell me France's capital city
        What's the capital of France? ⇄ What is the capital of France
        How can I lose weight quickly? ⇄ What is the best way to lose weight fast?
        How do I learn to cook? ⇄ What are some good ways to learn cooking?
        Why is the sky blue? ⇄ What is the reason the sky is blue?
        Who is the richest man in the world? ⇄ Who is the wealthiest man?
        How much does a house cost in Berlin? ⇄ What is the price of a house in Berlin?
        How old is the universe? ⇄ What is the age of the universe?
        How do I get rid of pimples? ⇄ How can I remove pimples?
        What are the advantages of tea? ⇄ What are the benefits of tea?
        How do you boil an egg? ⇄ How to boil an egg?
        What is the meaning of life? ⇄ What does life mean?
        How far is the moon? ⇄ What is the distance to the moon?
        How many people live in Norway? ⇄ What is the population of Norway?
        What should I do if I lose my passport? ⇄ I lost my passport, what should I do?
        Can you tell me how to tie a tie? ⇄ How do I tie a tie?
        What are the 3 laws of motion? ⇄ What are the three laws of motion?
        Is 50 % of the land dry? ⇄ Is 50 percent of the land dry?
        What does it cost to fly to Rome? ⇄ How much does it cost to fly to Rome?
        What is the best film of 2015? ⇄ Which is the best movie of 2015?
        How can I improve my English? ⇄ What are the ways to improve my English?
        Is it possible to live on Mars? ⇄ Can I live on Mars?
        When did the war end? ⇄ What year did the war end?
        Where can I buy cheap books? ⇄ Where do I purchase cheap books?
        How do I stop being lazy? ⇄ How can I stop being lazy?
        How does a vaccine work? ⇄ Please explain how a vaccine works
        What is the difference between a crocodile and an alligator? ⇄ How do a crocodile and an alligator differ?
        What is the biggest country? ⇄ Which is the largest country?
        Why do cats purr? ⇄ What makes cats purr?
        How do I prepare for an interview? ⇄ How should I prepare for an interview?
        What is your favourite colour? ⇄ What's your favorite color?
        What are good books about history? ⇄ What are some great books on history?
        Could you explain photosynthesis? ⇄ What is photosynthesis?
        How do I start a blog? ⇄ How can one start a blog?
        Why did the Roman empire fall? ⇄ What caused the fall of the Roman empire?
        What is the fastest animal? ⇄ Which animal is the fastest?
        How do I know if she loves me? ⇄ How can I know if she really loves me?
        How do I make money online? ⇄ How can I earn money online?
        What are the symptoms of flu? ⇄ What are flu symptoms?
        Is coffee bad for you? ⇄ Is coffee really bad for you?
        What is the tallest building on earth? ⇄ What is the tallest building in the world?
        How do I become a pilot? ⇄ What do I need to do to become a pilot?
        Should I buy or rent? ⇄ Is it better to buy or rent?
        Who invented the light bulb? ⇄ Who was the inventor of the light bulb?
        What time is it in New York? ⇄ What is the time in New York?
        How tall is the Eiffel Tower? ⇄ What is the height of the Eiffel Tower?
        Is there life after death? ⇄ Does life exist after death?
        How long does it take to learn German? ⇄ How much time does it take to learn German?
        What do dogs eat? ⇄ What is it that dogs eat?
        Which city is the most expensive? ⇄ What is the most expensive city?
        How can I sleep better? ⇄ How do I sleep better at night?
        How do I write a cover letter? ⇄ How to write a good cover letter?
        What are the rules of chess? ⇄ Explain the rules of chess
        Why don't penguins fly? ⇄ Why do penguins not fly?
        Why can't I sleep? ⇄ Why cannot I sleep?
        What happens if I don't vote? ⇄ What happens if I do not vote?
        What is 1,000 times 3? ⇄ What is 1000 times 3?
        How do I travel from Rome to Milan? ⇄ How do I travel to Milan from Rome?
        How do I get a US visa? ⇄ How do I get a U.S. visa?
        What is the national bird of the USA? ⇄ What is the national bird of the United States?
        Who is the prime minister of the UK? ⇄ Who is the United Kingdom's prime minister?
        How do you clean a cast iron pan? ⇄ What is the right way to clean a cast iron pan?
        Does sugar cause acne? ⇄ Do sugars cause acne?
        How do I apologise to a friend? ⇄ How can I apologize to a friend?
        What is the colour of the sun? ⇄ What color is the sun?
        Give me a recipe for pancakes ⇄ What is a recipe for pancakes?
        How do I take care of a cactus? ⇄ How do I look after a cactus?
        What are some tips for public speaking? ⇄ What are tips for public speaking?
        What is the largest ocean on Earth? ⇄ Which ocean is the biggest?
        Are there aliens? ⇄ Do aliens exist?
        How does the stock market work? ⇄ Explain how the stock market works
        How is cheese made? ⇄ How do they make cheese?
        How can I be more confident? ⇄ How do I become more confident?
        I want to learn guitar, how should I start? ⇄ How do I start learning guitar?
        Which phone should I buy? ⇄ What phone should I purchase?
        What's a good present for my dad? ⇄ What is a good present for my father?
        How do I cure a headache? ⇄ How can I treat a headache?
        What are the side effects of aspirin? ⇄ What side effects does aspirin have?
        How many hours do I need to sleep? ⇄ How many hours of sleep do I need?
        What is the salary of a teacher? ⇄ How much is the salary of a teacher?
        What is the first step in buying a car? ⇄ What's the 1st step when buying a car?
        How can I save five dollars a day? ⇄ How do I save $5 a day?
        How do I raise my IQ? ⇄ How can I increase my IQ?
        What do you think about the new law? ⇄ What is your opinion about the new law?
        Is Donald Trump popular? ⇄ Is Trump popular?
        Hi there, what is the weather like in Oslo? ⇄ What is the weather like in Oslo?
        What kind of music do you like? ⇄ What type of music do you like?
        How do I choose a name for my baby? ⇄ How can I pick a name for my baby?
        What's the easiest way to peel garlic? ⇄ How do I peel garlic easily?
        Why are my hands always cold? ⇄ What is the reason for my hands always being cold?
        Does anyone know why leaves turn yellow? ⇄ Why do leaves turn yellow?
        How do I fix a leaking tap? ⇄ How can I repair a leaking tap?
        Who was the first man on the moon? ⇄ Who was the first person on the moon?
        What is the shortest way from Bonn to Ulm? ⇄ What's the shortest way to get from Bonn to Ulm?
        Can humans see in the dark? ⇄ Are humans able to see in the dark?
        Suggest some names for a cat ⇄ What are some names for a cat?
        How do I forgive someone? ⇄ How can I forgive somebody?
        How do I find a good doctor in Vienna? ⇄ Where can I find a good doctor in Vienna?
        Is it worth it to learn Latin? ⇄ Is learning Latin worth it?
        What is the definition of irony? ⇄ What does irony mean?
        """

    static let work = """
        Fix failed request tracking ⇄ Repair tracking of requests that failed
        How do I undo the last commit? ⇄ How can I revert the last commit?
        How do I turn caching on? ⇄ How do I enable caching?
        How do I turn off caching? ⇄ How can I disable caching?
        How do I switch on debug mode? ⇄ How do I enable debug mode?
        How do I list all files in a directory? ⇄ How can I list the files in a folder?
        What is a closure in Swift? ⇄ Explain closures in Swift
        What does os.path.join do? ⇄ Can you tell me what os.path.join does?
        How do I install Docker on Ubuntu? ⇄ What is the way to install Docker on Ubuntu?
        How do I install Docker on Ubuntu? ⇄ Docker installation on Ubuntu
        How do I convert a string to an int? ⇄ How can I convert a str to an integer?
        What is the difference between TCP and UDP? ⇄ What's the difference between UDP and TCP?
        TCP vs UDP ⇄ TCP versus UDP
        How do I delete a git branch? ⇄ How can I remove a git branch?
        How do I set up nginx? ⇄ How do I setup nginx?
        What is the time complexity of quicksort? ⇄ Tell me the time complexity of quicksort
        How do I read a file in Python 3? ⇄ How do I read a file in python3?
        What is new in Python 3.12? ⇄ What's new in python 3.12?
        Write a function that reverses a string ⇄ Write a function to reverse a string
        Write me a regex that matches an email address ⇄ Please write a regex that matches an email
        Why does my query run slowly? ⇄ Why is my query running slowly?
        Why is my build failing? ⇄ Why does my build fail?
        How can I improve the performance of a SQL query? ⇄ How do I enhance the performance of an SQL query?
        How do I sort a list in Python? ⇄ What's the best way to sort a list in Python?
        How do I sort a list in Python? ⇄ Sorting a list in Python
        How do I declare a variable in Rust? ⇄ How can I declare variables in Rust?
        What does HTTP status code 404 mean? ⇄ What is the meaning of HTTP status code 404?
        What is dependency injection? ⇄ Can you explain dependency injection?
        How do I debug a segmentation fault? ⇄ How can I debug segmentation faults?
        What is the default port of PostgreSQL? ⇄ What is Postgres' default port?
        How do I concatenate two strings? ⇄ How do I join 2 strings?
        How do I write unit tests? ⇄ How to write unit tests?
        How do I iterate over a dictionary? ⇄ How do I loop over a dictionary?
        How do I check whether a file exists? ⇄ How do I check if a file exists?
        How do I kill a process by its id? ⇄ How can I kill a process by id?
        How do I make an HTTP request in Go? ⇄ How do I make HTTP requests in Go?
        How do I log in to the server? ⇄ How do I sign in to the server?
        How can I reset my password? ⇄ What do I do to reset my password?
        What is the maximum length of a URL? ⇄ What is the max length of a url?
        How do I set an environment variable? ⇄ How do I set an env variable?
        How do I create a database? ⇄ How can I create a db?
        What are the steps to deploy an application? ⇄ How do I deploy an app?
        How do I clone a repository? ⇄ How do I clone a repo?
        Explain what a mutex is ⇄ What is a mutex?
        What is REST? ⇄ What does REST mean?
        How does garbage collection work in Java? ⇄ Explain how garbage collection works in Java
        Is it possible to nest functions in C? ⇄ Can I nest functions in C?
        How do I use async in JavaScript? ⇄ How do I use async in JS?
        What is the command to list processes? ⇄ How do I list processes?
        What does the -r flag do? ⇄ What is the -r flag for?
        How do I increase the timeout to 30 seconds? ⇄ How do I increase the timeout to 30 s?
        How do I limit memory to 2 GB? ⇄ How can I limit memory to 2GB?
        How do I keep 7 backups? ⇄ How do I keep seven backups?
        How do I cache API responses? ⇄ How can I cache responses of an API?
        Show me how to use grep ⇄ How do I use grep?
        How do I exit vim? ⇄ How can I exit Vim?
        Why does useEffect run twice? ⇄ Why is useEffect running twice?
        Summarize this text in 3 sentences ⇄ Please summarise this text in three sentences
        Generate a random password ⇄ Create a random password
        How do I fix merge conflicts? ⇄ How do I resolve merge conflicts?
        What is the best code editor? ⇄ Which code editor is the best?
        How do I run tests in parallel? ⇄ How can I run the tests in parallel?
        How do I upload a file to S3? ⇄ How can I upload files to S3?
        Is Rust faster than Go? ⇄ Is Rust really faster than Go?
        How do I parse JSON in Swift? ⇄ What is the way to parse JSON in Swift?
        How do I create a new thread in Java? ⇄ How do I start a new thread in Java?
        How do I validate an email address? ⇄ How can I validate email addresses?
        How do I change the font size? ⇄ How can I modify the font size?
        How do I rename a column in SQL? ⇄ How can I rename a SQL column?
        How do I compare two dates? ⇄ How can I compare 2 dates?
        Why do I get a null pointer exception? ⇄ Why am I getting a null pointer exception?
        How do I handle errors in Swift? ⇄ What is the best way to handle errors in Swift?
        What are the benefits of microservices? ⇄ What are the advantages of microservices?
        How do I store passwords securely? ⇄ How can I securely store passwords?
        How do I scale a web server? ⇄ What are the ways to scale a web server?
        How do I make my site load faster? ⇄ How can I make my website load faster?
        What is Big O notation? ⇄ Could you explain Big O notation?
        How can I remove duplicates from a list? ⇄ How do I delete duplicates from a list?
        How do I find the length of an array? ⇄ How can I get the length of an array?
        How do I format a date in JavaScript? ⇄ Format a date in JavaScript
        How do I write a for loop in bash? ⇄ How to write for loops in bash?
        How do I connect to a MySQL database? ⇄ How can I connect to a MySQL db?
        How do I print without a newline? ⇄ How can I print without newlines?
        What is the purpose of an index? ⇄ What is the goal of an index?
        How do I revert a pull request? ⇄ How do I undo a PR?
        How do I configure logging? ⇄ How can I configure logging?
        Who wrote Linux? ⇄ Who was it that wrote Linux?
        What is Kubernetes used for? ⇄ What do people use Kubernetes for?
        How do I download a page with curl? ⇄ How can I download a page using curl?
        Could you write a haiku about databases? ⇄ Write a haiku about databases
        Translate this sentence into German ⇄ Please translate this sentence into German
        How do I monitor CPU usage? ⇄ What is the best way to monitor CPU usage?
        Does Swift have generics? ⇄ Are there generics in Swift?
        How do I stop a container? ⇄ How can I stop containers?
        Why won't my app start? ⇄ Why does my app not start?
        What does "deadlock" mean? ⇄ What is a deadlock?
        How do I reduce latency? ⇄ How can I lower the latency?
        How do I protect a branch? ⇄ How can I protect branches?
        What is the syntax of a switch statement? ⇄ What is the switch statement's syntax?
        When was Git released? ⇄ In which year was Git released?
        """
}
