extension NearMiss {
    /// What is easily let through once words are weighed and not counted: each differs in one small thing.
    static let risky: [NearMiss] = [
        pairs(
            .version,
            """
            How do I upgrade from Postgres 14.1 to Postgres 15? ⇄ How do I upgrade from Postgres 14.2 to Postgres 15?
            Does Django 4.2 support Python 3.8? ⇄ Does Django 4.1 support Python 3.8?
            What are the breaking changes in React 18.2.0? ⇄ What are the breaking changes in React 18.3.0?
            """),
        pairs(.number, "How do I install CUDA 11.8 on Ubuntu 22.04? ⇄ How do I install CUDA 11.7 on Ubuntu 22.04?"),
        pairs(
            .unit,
            """
            How do I limit the upload size to 10 MB in nginx? ⇄ How do I limit the upload size to 10 KB in nginx?
            How do I set the session timeout to 15 minutes? ⇄ How do I set the session timeout to 15 hours?
            How many calories are in 100 g of rice? ⇄ How many calories are in 100 oz of rice?
            """),
        pairs(
            .identifier,
            """
            What is the difference between foo_bar and fooBar in this code? ⇄ What is the difference between foo_baz and fooBar in this code?
            How do I mock get_user() in a unit test? ⇄ How do I mock set_user() in a unit test?
            Why does app/models/user.rb fail to load in production? ⇄ Why does app/models/order.rb fail to load in production?
            What does git push --force do to the remote branch? ⇄ What does git push --tags do to the remote branch?
            """),
        pairs(
            .order,
            """
            How do I copy files from the server to my laptop? ⇄ How do I copy files from my laptop to the server?
            How do I redirect http to https? ⇄ How do I redirect https to http?
            Is a truck heavier than a bus? ⇄ Is a bus heavier than a truck?
            Can a child adopt a parent? ⇄ Can a parent adopt a child?
            How do I convert Fahrenheit to Celsius? ⇄ How do I convert Celsius to Fahrenheit?
            """),
        pairs(
            .questionKind,
            """
            Who did the company hire last year? ⇄ When did the company hire last year?
            Where should the backup be stored? ⇄ When should the backup be stored?
            """),
        pairs(
            .opposite,
            """
            What should I do before the deployment of a new version? ⇄ What should I do after the deployment of a new version?
            How do I find the max value of a column in SQL? ⇄ How do I find the min value of a column in SQL?
            What is the minimum age to drive a truck in the country? ⇄ What is the maximum age to drive a truck in the country?
            How much traffic goes in through the gateway? ⇄ How much traffic goes out through the gateway?
            What is the speed limit inside the city? ⇄ What is the speed limit outside the city?
            What is the speed limit in the city? ⇄ What is the speed limit outside the city?
            Is it safe to drive above the limit? ⇄ Is it safe to drive below the limit?
            """),
    ].flatMap { $0 }
}
