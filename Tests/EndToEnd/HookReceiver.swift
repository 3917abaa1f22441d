import Foundation

/// A receiver of webhooks, and a model server that fails when it is told to, as a program of its own.
final class HookReceiver: Sendable {
    /// Where alerts go; its path and query are secrets.
    let hook: String
    /// Where the model is.
    let upstream: String
    private let child: Child

    /// Each post is a line of its messages: the delivery's id, its signature and its text.
    init() throws {
        let program = """
            import json, sys
            from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
            failing = False
            class Handler(BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"
                def do_POST(self):
                    global failing
                    body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                    status, answer = 200, b"{}"
                    if self.path.startswith("/hook"):
                        told = json.loads(body)
                        print("told", self.headers["x-beast-delivery"], self.headers["x-beast-signature"],
                              told["text"], file=sys.stderr, flush=True)
                    elif self.path == "/fail": failing = True
                    elif self.path == "/recover": failing = False
                    elif failing: status, answer = 503, b'{"error": {"message": "overloaded"}}'
                    else: answer = json.dumps({"id": "c", "object": "chat.completion", "created": 1, "model": "m",
                        "choices": [{"index": 0, "message": {"role": "assistant", "content": "Yes"},
                                     "finish_reason": "stop"}],
                        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}).encode()
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)
                def log_message(self, *arguments): pass
            class Server(ThreadingHTTPServer):
                daemon_threads = True
            server = Server(("127.0.0.1", 0), Handler)
            print(server.server_port, flush=True)
            server.serve_forever()
            """
        child = try Child(["python3", "-c", program], in: "/", environment: ["PYTHONDONTWRITEBYTECODE": "1"])
        guard let port = try child.line() else { throw Child.Failure(description: "no hook: \(child.messages)") }
        upstream = "http://127.0.0.1:\(port)/v1"
        hook = "http://127.0.0.1:\(port)/hook/pathsecret?token=querysecret"
        self.port = Int(port) ?? 0
    }

    private let port: Int

    func fail() throws { _ = try Client(port: port).send("POST", "/fail", [:], []) }
    func recover() throws { _ = try Client(port: port).send("POST", "/recover", [:], []) }

    /// Waits until it was told something that holds a text.
    func wait(for text: String) throws { try child.say(text) }

    /// What it was told, a line each.
    var told: [String] { child.messages.split(separator: "\n").map(String.init) }
}
