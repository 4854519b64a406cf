import Admission
import Testing

@Suite struct SignalVerdictsTests {
    @Test("Each class finds its own verdict in the one number, at every place")
    func places() {
        for count in 1...SignalVerdicts.classLimit {
            for isDraining in [false, true] {
                let classes = (0..<count).map {
                    ClassVerdict(isBusy: $0 % 2 == 0, shed: Double($0) / 6)
                }
                let verdicts = SignalVerdicts(isDraining: isDraining, classes: classes)
                #expect(verdicts.isDraining == isDraining)
                #expect((0..<count).map { verdicts[$0] } == classes)
            }
        }
    }

    @Test("The bits stand where the contract has them")
    func bits() {
        let verdicts = SignalVerdicts(
            isDraining: true,
            classes: [
                ClassVerdict(isBusy: false, shed: 1), ClassVerdict(isBusy: true, shed: 0),
                ClassVerdict(isBusy: true, shed: 0.5),
            ])
        #expect(verdicts.rawValue == 0x8000_0000_00c0_807f)
        #expect(SignalVerdicts.free.rawValue == 0)
    }

    @Test("A fraction that is none sheds nobody or all")
    func fractions() {
        let rows: [(Double, Double)] = [
            (-1, 0), (.nan, 0), (0, 0), (0.5, 64.0 / 127), (1, 1), (7, 1), (.infinity, 1),
        ]
        for (shed, expected) in rows {
            #expect(ClassVerdict(isBusy: false, shed: shed).shed == expected, "\(shed)")
        }
    }
}
