extension StatusPage {
    /// Light and dark, from 320 pixels up. Words carry the meaning, colours only repeat it.
    static let style = """

        :root { color-scheme: light dark;
          --ground: #f4f5f7; --card: #fff; --ink: #1c2330; --quiet: #5a6475; --line: #dfe3e9;
          --good: #0b6b36; --good-ground: #dcf3e4; --warning: #7a4b00; --warning-ground: #fdeecb;
          --bad: #9f1d1d; --bad-ground: #fbe0e0; --plain-ground: #e6e9ee; --link: #1a56a8; }
        @media (prefers-color-scheme: dark) { :root {
          --ground: #12151b; --card: #1b2029; --ink: #e8ebf0; --quiet: #a3adbd; --line: #303744;
          --good: #7fdca4; --good-ground: #12382298; --warning: #f2c66d; --warning-ground: #47330a98;
          --bad: #ff9d9d; --bad-ground: #4d181898; --plain-ground: #2a303b; --link: #8db8f5; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.25rem clamp(.75rem, 3vw, 2rem) 2rem; max-width: 76rem;
          background: var(--ground); color: var(--ink); overflow-wrap: break-word;
          font: 1rem/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        h1 { font-size: 1.35rem; margin: 0 0 .25rem; }
        h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
        .state { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .75rem; margin: 0 0 .75rem;
          padding: .75rem 1rem; border-radius: .6rem; background: var(--plain-ground); }
        .state strong { font-size: 1.5rem; line-height: 1.2; }
        .state.good { background: var(--good-ground); } .state.good strong { color: var(--good); }
        .state.warning { background: var(--warning-ground); } .state.warning strong { color: var(--warning); }
        .state.bad { background: var(--bad-ground); } .state.bad strong { color: var(--bad); }
        .tables { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr));
          align-items: start; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem 1rem; }
        .wide { grid-column: 1 / -1; }
        table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; padding-bottom: .35rem; }
        th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--line); }
        th { font-weight: 400; color: var(--quiet); }
        .wide tbody th { color: var(--ink); }
        .numbers th, .numbers td { width: 1%; text-align: right; } .numbers th:first-child { width: auto; text-align: left; }
        .numbers thead th { white-space: nowrap; }
        thead th { font-size: .85rem; border-top: 0; }
        td:last-child, th:last-child { padding-right: 0; }
        small { display: block; color: var(--quiet); font-size: .85rem; font-weight: 400; }
        b { font-weight: 600; } b.quiet { color: var(--quiet); font-weight: 400; } b.good { color: var(--good); } b.warning { color: var(--warning); } b.bad { color: var(--bad); }
        a { color: var(--link); } a:focus-visible { outline: 2px solid; outline-offset: 2px; }
        footer { margin-top: 1.25rem; color: var(--quiet); font-size: .875rem; }
        @media (max-width: 40rem) {
          .wide:not(.numbers) thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .wide:not(.numbers) tr { display: flex; flex-wrap: wrap; gap: .1rem .75rem; padding: .45rem 0;
            border-top: 1px solid var(--line); }
          .wide:not(.numbers) td { flex: 1 1 6rem; }
          .wide:not(.numbers) :is(th, td) { border: 0; padding: 0; }
          .wide:not(.numbers) td::before { content: attr(data-name); display: block; color: var(--quiet); font-size: .8rem; }
          .wide:not(.numbers) tbody th { flex: 1 0 100%; font-weight: 600; }
          .numbers thead th { white-space: normal; }
        }

        """
}
