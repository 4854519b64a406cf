/// What sessions may start, as far as the line needs to know it.
package struct TokenSupply: Sendable {
    /// Those that are there now.
    package var tokens: Double
    /// Sessions that may start each second.
    package var perSecond: Double
    /// Of each class, whether it may start any: no signal says busy, and the Site does not drain.
    package var isOpen: [Bool]
    /// Of each class, how far other machines of the Site have called while some wait there: nobody is called beyond,
    /// so that the order holds for the whole Site. Nil where nobody is known to wait; empty where that holds for all.
    package var frontiersElsewhere: [Int64?]

    package init(
        tokens: Double, perSecond: Double, isOpen: [Bool], frontiersElsewhere: [Int64?] = []
    ) {
        self.tokens = tokens
        self.perSecond = perSecond
        self.isOpen = isOpen
        self.frontiersElsewhere = frontiersElsewhere
    }
}

extension WaitingLine {
    /// Three more are called than tokens are expected, so that none is lost where clients come unevenly; these ask
    /// again a few seconds later. With two, two machines of 50 sessions a minute each used only 96 % of them.
    private static let reserve = 3.0
    /// What a class has of the rate at least, when the time of those who wait is estimated.
    private static let leastPart = 0.05

    /// Calls as many as the tokens of the next seconds will serve. Every 250 ms.
    /// - Parameters:
    ///   - now: of the wall clock, milliseconds since 1970
    ///   - steady: milliseconds of a clock that never goes back
    package mutating func move(at now: Int64, steady: Int64, _ supply: TokenSupply) {
        let elapsed = max(0, steady - self.steady)
        self.steady += elapsed
        let rate = supply.perSecond / 1000
        earn(rate, Double(min(elapsed, policy.arrivalTime)))
        for index in lines.indices {
            lines[index].begin(at: steady)
            lines[index].isOpen = rate > 0 && supply.isOpen[index]
            let elsewhere =
                supply.frontiersElsewhere.indices.contains(index)
                ? supply.frontiersElsewhere[index] : nil
            lines[index].limit = elsewhere ?? .max
            lines[index].othersAreFirst = lines[index].limit < now
        }
        if !isRebuilding {
            call(supply.tokens + rate * Double(policy.arrivalTime) + WaitingLine.reserve)
            // Nobody is left to be called, whatever the counts missed.
            for index in lines.indices where lines[index].isOpen && !lines[index].isWaiting {
                lines[index].frontier = max(
                    lines[index].frontier, min(max(now, lastTime + 1), lines[index].limit))
            }
        }
        for index in lines.indices {
            lines[index].pace = lines[index].isOpen ? rate * part(of: index) : 0
        }
    }

    /// Classes with a share may have so many more called while others wait. What they leave for long is gone.
    /// - Parameters:
    ///   - rate: sessions for each millisecond
    ///   - time: milliseconds
    private mutating func earn(_ rate: Double, _ time: Double) {
        for (index, known) in policy.classes.enumerated() {
            guard let share = known.share else { continue }
            let most = share * rate * Double(policy.arrivalTime)
            lines[index].credit = min(most, lines[index].credit + share * rate * time)
        }
    }

    /// - Parameter supply: tokens, of now and of the time in which whoever is called comes
    private mutating func call(_ supply: Double) {
        let open = lines.indices.filter { lines[$0].isOpen }
        var left = supply - open.reduce(0) { $0 + lines[$1].expected }
        let othersWait = open.count { lines[$0].isWaiting } > 1
        // Each class in order of priority, up to its share while others wait; then what is left.
        if othersWait {
            for index in open where left > 0 {
                guard policy.classes[index].share != nil else { continue }
                let called = lines[index].call(min(left, lines[index].credit))
                lines[index].credit -= called
                left -= called
            }
            for index in open where left > 0 && policy.classes[index].share == nil {
                left -= lines[index].call(left)
            }
        }
        // While those without a share wait, too, what is left is no whole client.
        if othersWait,
            open.contains(where: { policy.classes[$0].share == nil && lines[$0].isWaiting })
        {
            return
        }
        for index in open where left > 0 { left -= lines[index].call(left) }
    }

    /// The part of the rate that a class has while those wait who wait now.
    private func part(of index: Int) -> Double {
        let others = lines.indices.filter {
            $0 != index && lines[$0].isOpen && lines[$0].isWaiting
        }
        if others.isEmpty { return 1 }
        let taken = others.reduce(0) { $0 + (policy.classes[$1].share ?? 0) }
        return policy.classes[index].share ?? max(WaitingLine.leastPart, 1 - taken)
    }
}
