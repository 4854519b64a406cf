import Admission
import Testing

struct ThresholdsTests {
    @Test("Between shed_from and the threshold, the part that is refused grows from 0 to 1")
    func shed() {
        let high = Thresholds(above: 40, resumeBelow: 20, shedFrom: 30)
        for (value, part) in [(0, 0), (30, 0), (32.5, 0.25), (35, 0.5), (40, 1), (99, 1)] {
            #expect(high.shed(at: value) == part)
        }
        let low = Thresholds(below: 5, resumeAbove: 8, shedFrom: 10)
        for (value, part) in [(50, 0), (10, 0), (7.5, 0.5), (5, 1), (0, 1)] {
            #expect(low.shed(at: value) == part)
        }
        #expect(Thresholds(above: 40).shed(at: 39) == 0)
        #expect(Thresholds(above: 40).shed(at: 41) == 0)
        #expect(Thresholds(above: 40, shedFrom: 40).shed(at: 40) == 0)
    }

    @Test("The factor of a class multiplies high thresholds and divides low ones")
    func factor() {
        #expect(
            Thresholds(above: 40, resumeBelow: 20, shedFrom: 30).scaled(by: 1.5)
                == Thresholds(above: 60, resumeBelow: 30, shedFrom: 45))
        #expect(
            Thresholds(below: 6, resumeAbove: 9, shedFrom: 12).scaled(by: 1.5)
                == Thresholds(below: 4, resumeAbove: 6, shedFrom: 8))
        #expect(Thresholds(above: 40).scaled(by: 0.5) == Thresholds(above: 20))
    }

    @Test("Thresholds in words, with their units")
    func words() {
        #expect(
            Thresholds(above: 1.5, resumeBelow: 1).text(.number) == "busy above 1.5, free below 1"
        )
        #expect(
            Thresholds(above: 40, resumeBelow: 20, shedFrom: 30.5).text(.percent)
                == "busy above 40%, free below 20%, shedding from 30.5%")
        #expect(
            Thresholds(below: 524_288_000, resumeAbove: 2_147_483_648).text(.bytes)
                == "busy below 500 MiB, free above 2 GiB")
        #expect(SignalUnit.bytes.text(1023) == "1023 B")
        #expect(SignalUnit.bytes.text(5e15) == "4547.47 TiB")
    }
}

struct SmoothingTests {
    @Test("After the time constant, 63 % of a step has arrived")
    func step() {
        var smoothing = Smoothing(.seconds(5))
        let first = smoothing.smooth(0, at: 0)
        #expect(first == 0)
        let value = smoothing.smooth(100, at: 5_000_000_000)
        #expect(abs(value - 63.212) < 0.001)
    }

    @Test("However often it is measured, the same has arrived")
    func oftenOrSeldom() {
        var often = Smoothing(.seconds(5))
        _ = often.smooth(0, at: 0)
        var value = 0.0
        for tick in 1...50 as ClosedRange<Int64> {
            value = often.smooth(100, at: tick * 100_000_000)
        }
        #expect(abs(value - 63.212) < 0.001)
    }

    @Test("What is no number does not stay in it")
    func notFinite() {
        var smoothing = Smoothing(.seconds(5))
        let values = [smoothing.smooth(.nan, at: 0), smoothing.smooth(7, at: 1)]
        #expect(values[0].isNaN && values[1] == 7)
    }
}
