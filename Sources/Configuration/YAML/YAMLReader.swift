internal import CYAML

extension YAMLNode {
    static let byteLimit = 1 << 20

    /// Reads the one document in the bytes, UTF-8, at most 1 MiB, at most 32 levels deep.
    ///
    /// Anchors and aliases are refused, so that a short text cannot unfold into a large one; tags are, because every
    /// key says itself what its value is.
    ///
    /// - Returns: `nil` when there is nothing but space and comments.
    static func parse(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode? {
        guard bytes.count <= byteLimit else {
            throw YAMLError(
                line: 1, message: "the file has \(bytes.count) bytes", tip: "Keep it under \(byteLimit) bytes.")
        }
        return try bytes.withUnsafeBufferPointer { buffer throws(YAMLError) in
            // libyaml keeps a pointer to its parser inside of it, so the parser may not move.
            let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
            defer { parser.deallocate() }
            guard yaml_parser_initialize(parser) == 1 else {
                throw YAMLError(line: 1, message: "there is no memory left to read it", tip: "Free some memory.")
            }
            defer { yaml_parser_delete(parser) }
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
            return try YAMLReader(parser: parser, bytes: buffer).document()
        }
    }
}

extension YAMLNode {
    fileprivate init(content: Content, _ event: YAMLReader.Event, lastLine: Int) {
        self.init(
            content: content, line: event.line, column: event.column, lastLine: lastLine, isFlow: event.isFlow)
    }
}

/// Builds the tree from libyaml's events.
private struct YAMLReader {
    private static let depthLimit = 32

    let parser: UnsafeMutablePointer<yaml_parser_t>
    let bytes: UnsafeBufferPointer<UInt8>

    func document() throws(YAMLError) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let event = try next()
            switch event.kind {
            case .other: continue
            case .documentStart:
                guard root == nil else {
                    throw YAMLError(
                        line: event.line, message: "a second document begins here",
                        tip: "Keep one document in the file: remove this --- and what follows.")
                }
                root = try node(try next(), depth: 1)
            case .streamEnd: return root.flatMap { $0.isEmpty ? nil : $0 }
            case .scalar, .sequenceStart, .mappingStart, .end: throw unexpected(event)
            }
        }
    }

    private func node(_ event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
        guard depth <= Self.depthLimit else {
            throw YAMLError(
                line: event.line, message: "more than \(Self.depthLimit) levels lie in each other",
                tip: "Write it less deep.")
        }
        switch event.kind {
        case .scalar(let text, let isPlain):
            return YAMLNode(content: .scalar(text, isPlain: isPlain), event, lastLine: event.lastLine)
        case .sequenceStart:
            var elements: [YAMLNode] = []
            var last = event.lastLine
            while true {
                let element = try next()
                if case .end = element.kind {
                    if event.isFlow { last = element.lastLine }
                    break
                }
                elements.append(try node(element, depth: depth + 1))
                last = elements[elements.count - 1].lastLine
            }
            return YAMLNode(content: .sequence(elements), event, lastLine: last)
        case .mappingStart:
            var entries: [YAMLNode.Entry] = []
            var last = event.lastLine
            while true {
                let key = try next()
                if case .end = key.kind {
                    if event.isFlow { last = key.lastLine }
                    break
                }
                guard case .scalar(let name, _) = key.kind, !name.isEmpty else {
                    throw YAMLError(
                        line: key.line, message: "expected a key, found something else",
                        tip: "Write a word, a colon and a value.")
                }
                let value = try node(try next(), depth: depth + 1)
                entries.append(YAMLNode.Entry(key: name, line: key.line, value: value))
                last = max(key.lastLine, value.lastLine)
            }
            return YAMLNode(content: .mapping(entries), event, lastLine: last)
        case .documentStart, .streamEnd, .end, .other: throw unexpected(event)
        }
    }

    /// An event of libyaml with nothing left in C's memory.
    struct Event {
        enum Kind {
            case scalar(String, isPlain: Bool)
            case sequenceStart, mappingStart, end, documentStart, streamEnd, other
        }

        let kind: Kind
        let line: Int
        let column: Int
        let lastLine: Int
        let isFlow: Bool
    }

    private func next() throws(YAMLError) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        let line = event.start_mark.line + 1
        let isFlow =
            event.type == YAML_SEQUENCE_START_EVENT && event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
            || event.type == YAML_MAPPING_START_EVENT && event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
        // A mark at the beginning of a line is behind the line before.
        let end = event.end_mark.line + (event.end_mark.column > 0 ? 1 : 0)
        return Event(
            kind: try kind(of: event, line: line), line: line, column: event.start_mark.column + 1,
            lastLine: max(line, end), isFlow: isFlow)
    }

    private func kind(of event: yaml_event_t, line: Int) throws(YAMLError) -> Event.Kind {
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            try refuse(anchor: scalar.anchor, tag: scalar.tag, line: line)
            let text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
        case YAML_SEQUENCE_START_EVENT:
            try refuse(anchor: event.data.sequence_start.anchor, tag: event.data.sequence_start.tag, line: line)
            return .sequenceStart
        case YAML_MAPPING_START_EVENT:
            try refuse(anchor: event.data.mapping_start.anchor, tag: event.data.mapping_start.tag, line: line)
            return .mappingStart
        case YAML_ALIAS_EVENT:
            throw YAMLError(
                line: line, message: "aliases (*name) are not read here", tip: "Write the value out where it is used.")
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .end
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_STREAM_END_EVENT: return .streamEnd
        default: return .other
        }
    }

    private func refuse(
        anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?, line: Int
    ) throws(YAMLError) {
        if anchor != nil {
            throw YAMLError(
                line: line, message: "anchors (&name) are not read here",
                tip: "Write the value out where it is used, or put it into quotes if it begins with &.")
        }
        if tag != nil {
            throw YAMLError(
                line: line, message: "tags (!name) are not read here",
                tip: "Remove the tag, or put the value into quotes if it begins with !.")
        }
    }

    private func failure() -> YAMLError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "there is no memory left to read it"
        if parser.pointee.error == YAML_READER_ERROR {
            let before = bytes.prefix(parser.pointee.problem_offset)
            return YAMLError(
                line: before.count { $0 == 0x0A } + 1, message: "not UTF-8 text: \(problem)",
                tip: "Save the file as UTF-8.")
        }
        let context = parser.pointee.context.map { " " + String(cString: $0) } ?? ""
        return YAMLError(
            line: parser.pointee.problem_mark.line + 1, message: "not valid YAML: \(problem)\(context)",
            tip: problem.contains("cannot start any token")
                ? "Indent by spaces, never tabs, and put values that begin with @, % or ` into quotes."
                : "Check the indentation, the colons and the quotes of this line and the one before.")
    }

    private func unexpected(_ event: Event) -> YAMLError {
        YAMLError(line: event.line, message: "not valid YAML", tip: "Check the indentation and the quotes.")
    }
}
