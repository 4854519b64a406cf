/// The Lua code of a zone's records.
enum LuaRecord {
    /// A record that returns what the expression says; `;` makes the code a whole function.
    static func answer(_ type: String, _ expression: String) -> String {
        "LUA \(type) \(strings(";include('_distrib') return \(expression)"))"
    }

    /// What the answers have in common, in a record that they include.
    static let functions =
        "_distrib 0 LUA LUA "
        + strings(code.split(separator: "\n").map { "\($0) " }) + "\n"

    /// ifurlup chooses among the addresses that are up in the first list that has one. If no list has one,
    /// or if it was never asked before, it chooses among all addresses. To recognise that case, the first
    /// list is repeated at the end: only then are there more addresses than all lists have. The options are
    /// the same everywhere, because PowerDNS keeps a check for each combination of them.
    private static let code = """
        function up(url, timeout, lists)
          local all, count = {}, 0
          for _, list in ipairs(lists) do table.insert(all, list) count = count + #list end
          table.insert(all, lists[1])
          local found = ifurlup(url, all, {selector='all', backupSelector='all', timeout=timeout})
          if #found <= count then return found end
        end
        function free_or_live(ready, health, timeout, addresses)
          local free = up(ready, timeout, {addresses})
          local live = up(health, timeout, {addresses})
          return free or live or addresses
        end
        function first_live(health, timeout, sites)
          return up(health, timeout, sites) or sites[1]
        end
        function all(type, addresses)
          local found = {}
          for _, address in ipairs(addresses) do
            local isIPv6 = string.find(address, ':', 1, true) ~= nil
            if isIPv6 == (type == 'AAAA') then table.insert(found, address) end
          end
          return found
        end
        function one(type, addresses, weights)
          local found = all(type, addresses)
          if #found == 0 then return found end
          if weights == nil then return pickrandom(found) end
          local weighted = {}
          for _, address in ipairs(found) do
            table.insert(weighted, {weights[address] or 1, address})
          end
          return pickwrandom(weighted)
        end
        """

    /// Splits a text into strings of some words, because a string of a record has at most 255 bytes (RFC 1035,
    /// section 3.3).
    private static func strings(_ text: String) -> String {
        var lines = [""]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].utf8.count + word.utf8.count > 90 { lines.append("") }
            lines[lines.count - 1] += "\(word) "
        }
        return strings(lines)
    }

    private static func strings(_ lines: [String]) -> String {
        let strings = lines.flatMap { pieces(of: $0) }.map { "\"\($0)\"" }
        guard strings.count > 1 else { return strings[0] }
        // There is no blank before the parenthesis, because pdnsutil would see it when it compares.
        return strings[0] + "(\n    " + strings.dropFirst().joined(separator: "\n    ") + " )"
    }

    /// A long name makes a word that must be split.
    private static func pieces(of line: String) -> [Substring] {
        var rest = line[...]
        var pieces: [Substring] = []
        while !rest.isEmpty {
            pieces.append(rest.prefix(250))
            rest = rest.dropFirst(250)
        }
        return pieces
    }
}
