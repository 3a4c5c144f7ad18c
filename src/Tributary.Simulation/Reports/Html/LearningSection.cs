namespace Tributary.Simulation;

/// <summary>How the model became what it is: by round, and by the bytes that it took.</summary>
internal static class LearningSection
{
    private const int MostRows = 10;

    public static Html Of(RunReport run, RunFigures figures)
    {
        if (run.Rounds.Count == 0) return Html.Empty;
        return Html.Of($"""
            <section>
            <h2>Learning</h2>
            <p>{Best(run, figures)} {Diverged(run, figures)}</p>
            {Curves(run, figures, "metric", run.Metric.Title, figures.Measured,
                i => run.Rounds[i].Metrics[run.Metric.Name], run.Metric.IsShare, Levels(run))}
            {Curves(run, figures, "loss", "Training loss", figures.Trained, i => run.Rounds[i].TrainLoss!.Value, isShare: false, [])}
            {Table(run)}
            </section>
            """);
    }

    private static string Best(RunReport run, RunFigures figures)
    {
        if (figures.Best is not { } best) return $"{run.Metric.Title} was not measured between rounds.";
        string atBest = NumberText.Metric(run.Metric, run.Rounds[best].Metrics[run.Metric.Name]);
        string atLast = NumberText.Metric(run.Metric, run.Rounds[figures.Measured[^1]].Metrics[run.Metric.Name]);
        return $"{run.Metric.Title} on the test data of all sites is best, at {atBest}, after round " +
            $"{NumberText.Count(run.Rounds[best].Round)}, and {atLast} at the end. "
            + "The training loss is the sites' own mean, measured while they train.";
    }

    private static string Diverged(RunReport run, RunFigures figures)
    {
        int rounds = figures.Trained.Count(i => !double.IsFinite(run.Rounds[i].TrainLoss!.Value));
        return rounds == 0
            ? ""
            : $"In {NumberText.Count(rounds)} rounds the training loss was not a finite number: training diverged there, and a " +
                "smaller learning rate may be needed.";
    }

    private static Html Curves(
        RunReport run, RunFigures figures, string id, string title, IReadOnlyList<int> rounds, Func<int, double> value, bool isShare,
        IReadOnlyList<ReferenceLine> levels)
    {
        if (rounds.Count(i => double.IsFinite(value(i))) < 2) return Html.Empty;
        int last = rounds[^1];
        Func<double, string> read = isShare ? NumberText.Share : NumberText.Number;
        string text =
            $"{title} goes from {read(value(rounds[0]))} after round {run.Rounds[rounds[0]].Round} to {read(value(last))} after round " +
            $"{run.Rounds[last].Round}.";
        LineChart byRound = new()
        {
            Id = id + "-by-round",
            Title = $"{title} by round",
            Description = text,
            Horizontal = Axis.FromZero(run.Rounds[last].Round, wanted: 5),
            HorizontalLabel = "Round",
            HorizontalText = round => NumberText.Tick(round, isShare: false),
            VerticalText = tick => NumberText.Tick(tick, isShare),
            EndText = read,
            Points = [.. rounds.Select(i => new ChartPoint(run.Rounds[i].Round, value(i)))],
            References = levels,
        };
        Axis bytes = Axis.ForAmounts(figures.BytesSoFar[rounds[0]], Math.Max(1, figures.BytesSoFar[last]), wanted: 5);
        LineChart byBytes = byRound with
        {
            Id = id + "-by-bytes",
            Title = $"{title} by bytes",
            Horizontal = bytes,
            HorizontalLabel = bytes.IsLogarithmic ? "Sent and received so far, logarithmic" : "Sent and received so far",
            HorizontalText = NumberText.Bytes,
            Points = [.. rounds.Select(i => new ChartPoint(figures.BytesSoFar[i], value(i)))],
        };
        return Html.Of($"""
            <div class="pair">
            <figure>{byRound.Draw()}<figcaption>{byRound.Title}.</figcaption></figure>
            <figure>{byBytes.Draw()}<figcaption>{byBytes.Title}.</figcaption></figure>
            </div>
            """);
    }

    private static ReferenceLine[] Levels(RunReport run) =>
    [
        .. from level in ((string Label, string Style)[])[(ComparisonRow.Alone, "alone"), (ComparisonRow.Pooled, "pooled")]
           from row in run.Comparison
           where row.Label == level.Label && row.Metrics.TryGetValue(run.Metric.Name, out double value) && double.IsFinite(value)
           select new ReferenceLine(row.Metrics[run.Metric.Name], level.Label, level.Style),
    ];

    private static bool HasPrivacy(RunReport run) => run.Privacy is not null;

    private static Html Table(RunReport run) => Html.Of($"""
        <div class="scroll"><table>
        <caption>{(run.Rounds.Count <= MostRows ? "Every round." : $"{MostRows} of {NumberText.Count(run.Rounds.Count)} rounds, evenly spaced; metrics.jsonl has all.")}</caption>
        <thead><tr><th scope="col" class="n">Round</th><th scope="col">Question</th><th scope="col" class="n">Loss</th><th scope="col" class="n">{run.Metric.Title}</th>{(HasPrivacy(run) ? Html.Of($"<th scope=\"col\" class=\"n\">ε</th>") : Html.Empty)}<th scope="col" class="n">Answers</th><th scope="col" class="n">Up</th><th scope="col" class="n">Down</th><th scope="col" class="n">Seconds</th></tr></thead>
        <tbody>
        {Html.Join(EvenlySpaced.Of(run.Rounds, MostRows).Select(round => Html.Of($"""
            <tr><th scope="row" class="n">{round.Round}</th><td>{round.Question}</td>{Cell.Of(round.TrainLoss is { } loss ? NumberText.Number(loss) : null)}{Cell.Metric(run.Metric, round.Metrics)}{(HasPrivacy(run) ? Cell.Of(round.Epsilon is { } epsilon ? NumberText.Number(epsilon) : null) : Html.Empty)}{Cell.Of($"{round.Received} of {round.Invited}")}{Cell.Of(NumberText.Bytes(round.BytesUp))}{Cell.Of(NumberText.Bytes(round.BytesDown))}{Cell.Of(NumberText.Seconds(round.Seconds))}</tr>
            """)))}
        </tbody>
        </table></div>
        """);
}
