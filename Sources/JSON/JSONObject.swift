extension JSON {
    /// Members in the order in which they were read or set, each name once.
    ///
    /// Names are equal where Swift's strings are: an accent composed or decomposed is the same name.
    public struct Object: Sendable, Hashable {
        public struct Member: Sendable, Hashable {
            public let name: String
            public fileprivate(set) var value: JSON
        }

        private var members: [Member]

        public init() {
            members = []
        }

        /// For the parser, which has made sure that no name stands twice.
        init(unique members: [Member]) {
            self.members = members
        }

        /// The member's value. Setting keeps its place or adds it at the end; setting `nil` removes it.
        public subscript(name: String) -> JSON? {
            get { members.first { $0.name == name }?.value }
            set {
                let index = members.firstIndex { $0.name == name }
                switch (index, newValue) {
                case (let index?, let value?): members[index].value = value
                case (let index?, nil): members.remove(at: index)
                case (nil, let value?): members.append(Member(name: name, value: value))
                case (nil, nil): break
                }
            }
        }

        public var names: [String] { members.map(\.name) }
    }
}

extension JSON.Object: RandomAccessCollection {
    public var startIndex: Int { 0 }

    public var endIndex: Int { members.count }

    public subscript(index: Int) -> Member { members[index] }
}

extension JSON.Object.Member {
    init(_ name: String, _ value: JSON) {
        self.name = name
        self.value = value
    }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
    /// A name that stands twice keeps its first place and its last value.
    public init(dictionaryLiteral members: (String, JSON)...) {
        self.init()
        for (name, value) in members { self[name] = value }
    }
}
