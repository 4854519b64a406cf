/// What Redis does for one machine, four times a second: one script, on Redis's own clock, so that it is done whole or
/// not at all. The book is a hash, with an entry for each machine: the part of the rate that counts as its own, until
/// when, how much it could use, and how far its lines have called.
///
/// That never more than the whole rate is in use follows from three rules:
/// - A machine gets at most what the entries of the others leave. Those that have none that counts, because they never
///   came or have not come for as long as a lease lasts, are presumed to start at their even part, as a machine without
///   Redis does.
/// - An entry is the greater of what the machine gets and what it says it has: it may never hear the answer.
/// - A book that begins anew knows of no lease. So nobody gets more than it has before all machines have come, or
///   leases of before have ended.
package enum LeaseScript {
    /// How long a lease lasts for the machine, in milliseconds, from before it asked.
    package static let lease: Int64 = 2_000
    /// How long it counts in the book, from when the script ran: longer by what clocks may differ in that time.
    package static let bookedLease: Int64 = 2_050
    /// The part of the rate that idle machines keep together, for their first clients.
    package static let idlePart = 0.02

    package static let text = text(time: "redis.call('TIME')")

    /// - Parameter time: what gives seconds and microseconds, in Lua; not Redis's clock in tests only
    static func text(time: String) -> String {
        """
        local time = \(time)
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local function milliseconds(number) return string.format('%.0f', number) end
        if ARGV[1] == 'time' then return milliseconds(now) end

        local id, latest, machines = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
        local held, demand = tonumber(ARGV[4]), tonumber(ARGV[5])
        -- Whoever asked has gone on without an answer.
        if now > latest or now < latest - 10000 then return milliseconds(now) .. ' late' end

        local lease, even = \(bookedLease), 1 / machines
        local created, others, ids = now, {}, {}
        local book = redis.call('HGETALL', KEYS[1])
        for i = 1, #book, 2 do
            local name, value = book[i], book[i + 1]
            if name == 'created' then
                created = math.min(now, tonumber(value))
            elseif name ~= id then
                local entry = cjson.decode(value)
                -- Redis's clock was set back.
                if entry.ends > now + lease then
                    entry.ends = now + lease
                    redis.call('HSET', KEYS[1], name, cjson.encode(entry))
                end
                if entry.ends > now then
                    others[#others + 1] = entry
                    ids[#ids + 1] = name
                else
                    redis.call('HDEL', KEYS[1], name)
                end
            end
        end
        local live = #others + 1
        local absent = math.max(0, machines - live) * even

        -- What each could use, the least first; nobody gets more than an even part of what is left then.
        local taken, demands = 0, { demand }
        for _, entry in ipairs(others) do
            taken = taken + entry.part
            demands[#demands + 1] = entry.demand
        end
        table.sort(demands)
        local left, target = 1 - absent, 0
        for i, each in ipairs(demands) do
            local part = math.min(each, left / (live - i + 1))
            if each == demand then target = part end
            left = left - part
        end
        target = math.max(target + left / live, \(idlePart) / machines)

        local granted = math.max(0, math.min(target, 1 - taken - absent))
        if now < created + lease and live < machines then granted = math.min(granted, held) end
        granted = math.floor(granted * 1e6) / 1e6

        local frontiers, answer = {}, { milliseconds(now), string.format('%.6f', granted), live }
        answer[4] = #ids > 0 and table.concat(ids, ',') or '-'
        for i = 6, #ARGV, 2 do
            local class, first = ARGV[i], nil
            for _, entry in ipairs(others) do
                local frontier = entry.frontiers[class]
                if frontier and (not first or frontier < first) then first = frontier end
            end
            answer[#answer + 1] = first and milliseconds(first) or '-'
            if ARGV[i + 1] ~= '-' then frontiers[class] = tonumber(ARGV[i + 1]) end
        end
        redis.call('HSETNX', KEYS[1], 'created', milliseconds(created))
        redis.call('HSET', KEYS[1], id, cjson.encode({
            part = math.max(granted, held), ends = now + lease, demand = demand,
            frontiers = frontiers }))
        redis.call('PEXPIRE', KEYS[1], 60000)
        return table.concat(answer, ' ')
        """
    }
}
