import Distribution

/// `exempt`: the requests that start a session wherever they come.
struct ExemptReader {
    let reading: Reading
    let conditions: ConditionReader

    func read(_ pool: Section) -> [[Condition]] {
        guard let node = pool["exempt"] else { return [] }
        return node.items.compactMap { node in
            guard let section = Section(node, "\"exempt\"", keys: ["when"], reading),
                let when = section.required("when")
            else { return nil }
            return conditions.read(when, without: "it would exempt every request")?
                .map(\.condition)
        }
    }
}
