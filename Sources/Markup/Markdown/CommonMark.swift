internal import CMark

/// cmark's tree of a document, for as long as a closure needs it.
enum CommonMark {
    /// A node of the tree. It is valid only inside the closure that received its tree.
    typealias Node = OpaquePointer

    /// Parses UTF-8 and lends the tree's root to `body`; `nil` when cmark has no memory for it.
    static func withTree<Result>(of bytes: some Sequence<UInt8>, _ body: (Node) throws -> Result) rethrows -> Result? {
        let bytes = Array(bytes)
        let root = bytes.withUnsafeBytes {
            cmark_parse_document($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, CMARK_OPT_DEFAULT)
        }
        guard let root else { return nil }
        defer { cmark_node_free(root) }
        return try body(root)
    }

    static func children(of node: Node) -> [Node] {
        var children: [Node] = []
        var next = cmark_node_first_child(node)
        while let child = next {
            children.append(child)
            next = cmark_node_next(child)
        }
        return children
    }

    /// Visits `node` and all below it without recursion, so that depth does not matter.
    static func walk(_ node: Node, enter: (Node) -> Void, exit: (Node) -> Void = { _ in }) {
        guard let iterator = cmark_iter_new(node) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let current = cmark_iter_get_node(iterator) else { return }
            if event == CMARK_EVENT_ENTER { enter(current) } else { exit(current) }
        }
    }

    static func type(of node: Node) -> cmark_node_type {
        cmark_node_get_type(node)
    }

    /// Lines from 1 to the last one in what was parsed.
    static func lines(of node: Node) -> ClosedRange<Int> {
        let start = Int(cmark_node_get_start_line(node))
        return start...max(start, Int(cmark_node_get_end_line(node)))
    }

    /// The column of the first byte, from 1.
    static func column(of node: Node) -> Int {
        Int(cmark_node_get_start_column(node))
    }

    static func literal(of node: Node) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }

    static func destination(of node: Node) -> String {
        cmark_node_get_url(node).map { String(cString: $0) } ?? ""
    }

    static func title(of node: Node) -> String {
        cmark_node_get_title(node).map { String(cString: $0) } ?? ""
    }
}
