namespace Tributary.Simulation;

/// <summary>How the page looks: a quiet report on a screen by day or night, and on A4 paper.</summary>
/// <remarks>
/// Colours: blue, orange and a hollow outline differ for every kind of colour vision and in grey. All text has a contrast of at least 4.5.
/// The text holds no ampersand and no opening angle bracket, so that the page stays well-formed.
/// </remarks>
internal static class Stylesheet
{
    public const string Text = """

        :root {
          color-scheme: light;
          --paper: #fffefb; --ink: #1d1f23; --soft: #5a6068; --rule: #d9d7d0; --grid: #e8e6e0; --well: #f5f3ed;
          --federated: #14508c; --alone: #d9822b; --pooled: #5a6068; --failed: #a3231b;
          --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, "Liberation Serif", serif;
          --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
          --mono: ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            color-scheme: dark;
            --paper: #15171a; --ink: #e6e4de; --soft: #a3a8ae; --rule: #3a3e44; --grid: #2a2e33; --well: #1d2024;
            --federated: #7db4ec; --alone: #e39a4f; --pooled: #a3a8ae; --failed: #f0857b;
          }
        }
        * { box-sizing: border-box; }
        html { font: 400 17px/1.55 var(--serif); background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { margin: 0; }
        main { max-width: 62rem; margin: 0 auto; padding: 3.5rem 1.5rem 5rem; }
        h1, h2, h3 { font-weight: 600; line-height: 1.2; text-wrap: balance; margin: 0; }
        h1 { font-size: 2.5rem; letter-spacing: -0.012em; overflow-wrap: anywhere; }
        h2 { font-size: 1.45rem; margin: 3.5rem 0 0.9rem; padding-top: 0.8rem; border-top: 1px solid var(--rule); }
        h3 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
        p { max-width: 42rem; margin: 0 0 1rem; text-wrap: pretty; hyphens: manual; }
        .kicker { font: 500 0.78rem/1.4 var(--sans); letter-spacing: 0.04em; color: var(--soft); margin: 0 0 0.7rem; }
        .lead { font-size: 1.2rem; line-height: 1.45; margin: 0.8rem 0 1rem; color: var(--soft); }
        .outcome { margin-top: 0.9rem; padding-left: 0.8rem; border-left: 3px solid var(--federated); }
        .outcome.failed { border-color: var(--failed); }
        .outcome.failed strong { color: var(--failed); }
        dl.figures { display: flex; flex-wrap: wrap; gap: 1.2rem 2.6rem; margin: 2rem 0 0; }
        dl.figures dt { font: 400 0.78rem/1.3 var(--sans); color: var(--soft); }
        dl.figures dd { margin: 0.1rem 0 0; font: 600 1.35rem/1.25 var(--sans); font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
        dl.figures div:first-child dd { color: var(--federated); }
        figure { margin: 1.4rem 0 1.8rem; }
        figcaption, caption { font: 400 0.82rem/1.45 var(--sans); color: var(--soft); text-align: left; }
        figcaption { margin-top: 0.35rem; max-width: 46rem; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 2.2rem; }
        .pair figure { margin: 0.9rem 0; min-width: 0; }
        .wide { overflow-x: auto; }
        .wide .chart { min-width: 32rem; max-width: 48rem; }
        svg.chart { display: block; width: 100%; height: auto; }
        .chart text { font: 400 12px var(--sans); fill: var(--soft); font-variant-numeric: tabular-nums; }
        .chart .name, .chart .value { fill: var(--ink); }
        .chart .end { fill: var(--federated); font-weight: 600; }
        .pair .name { font-size: 11.5px; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
        .grid { stroke: var(--grid); }
        .tick, .zero { stroke: var(--soft); }
        .curve { fill: none; stroke: var(--federated); stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
        .last { fill: var(--federated); stroke: var(--paper); stroke-width: 1.2; }
        .level { stroke-width: 1.4; }
        .level.alone { stroke: var(--alone); stroke-dasharray: 2 3; }
        .level.pooled { stroke: var(--pooled); stroke-dasharray: 7 3; }
        .bar.alone { fill: var(--alone); }
        .bar.federated { fill: var(--federated); }
        .bar.pooled { fill: var(--paper); stroke: var(--pooled); stroke-width: 1.2; }
        .labels { display: inline-block; vertical-align: -3px; fill: var(--soft); }
        .scroll { overflow-x: auto; margin: 1.4rem 0 1.8rem; }
        table { min-width: 22rem; border-collapse: collapse; font: 400 0.88rem/1.4 var(--sans); font-variant-numeric: tabular-nums lining-nums; }
        caption { padding-bottom: 0.5rem; }
        th, td { padding: 0.38rem 1.5rem 0.38rem 0; text-align: left; vertical-align: baseline; font-weight: 400; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { color: var(--soft); font-size: 0.8rem; vertical-align: bottom; border-bottom: 1px solid var(--soft); }
        tbody tr + tr > * { border-top: 1px solid var(--grid); }
        tbody tr:last-child > * { border-bottom: 1px solid var(--rule); }
        .n { text-align: right; white-space: nowrap; }
        thead .n { white-space: normal; }
        dl.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.4rem 1.8rem; font: 400 0.88rem/1.45 var(--sans); font-variant-numeric: tabular-nums; margin: 1.2rem 0; }
        dl.facts dt { color: var(--soft); }
        dl.facts dd { margin: 0; overflow-wrap: anywhere; }
        pre { font: 400 0.82rem/1.5 var(--mono); background: var(--well); padding: 0.9rem 1.1rem; margin: 1rem 0; white-space: pre-wrap; overflow-wrap: anywhere; max-width: 52rem; }
        pre.command { border-left: 3px solid var(--federated); }
        .images { display: flex; flex-wrap: wrap; gap: 1.4rem; align-items: flex-start; }
        .images figure { margin: 0.6rem 0; max-width: 100%; }
        img { display: block; max-width: 100%; height: auto; image-rendering: pixelated; }
        figure.text { max-width: 42rem; }
        figure.text pre { margin: 0; }
        @media (max-width: 40rem) {
          html { font-size: 16px; }
          main { padding: 2rem 1rem 3rem; }
          h1 { font-size: 1.9rem; }
          .pair { grid-template-columns: 1fr; }
          dl.facts { grid-template-columns: 1fr; gap: 0; }
          dl.facts dd { margin-bottom: 0.7rem; }
        }
        @page { size: A4; margin: 18mm 17mm 20mm; }
        @media print {
          html { font-size: 10pt; background: none; --paper: #fff; --well: #f6f6f4; }
          main { max-width: none; padding: 0; }
          h2 { margin-top: 1.8rem; }
          h2, h3, caption, thead { break-after: avoid; }
          figure, .pair, tr, dl, .scroll { break-inside: avoid; }
          .pair { grid-template-columns: 1fr 1fr; gap: 0 1.2rem; }
          .wide, .scroll { overflow: visible; }
          .wide .chart { min-width: 0; max-width: 34rem; }
          th, td { padding-right: 0.9rem; }
          p { orphans: 3; widows: 3; }
          svg, img { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }

        """;
}
