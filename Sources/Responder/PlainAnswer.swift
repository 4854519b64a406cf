import Answers

/// Short answers in plain text: refusals and endpoints.
enum PlainAnswer {
    static func append(
        status: Int, label: StaticString, text: String, asked: AnswerForm = AnswerForm(),
        to output: inout [UInt8]
    ) {
        output.appendStatus(status)
        output.appendField("Cache-Control", "no-store")
        output.appendField("X-Distrib-Decision", label)
        output.appendField("Content-Type", "text/plain; charset=utf-8")
        output.appendField("Content-Length", number: Int64(text.utf8.count))
        output.appendLineEnd()
        if asked.method != .head { output.append(contentsOf: text.utf8) }
    }
}
