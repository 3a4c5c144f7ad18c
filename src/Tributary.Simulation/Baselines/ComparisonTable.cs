using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation;

/// <summary>Each site alone, the federation, and all data pooled, side by side: on everybody's test data and on each site's own.</summary>
internal sealed class ComparisonTable
{
    private readonly PlannedJob _job;
    private readonly Workers _workers;
    private readonly FederatedResult _federated;
    private readonly BaselineRun _baselines;
    private readonly Action<string, double>? _progress;

    public ComparisonTable(PlannedJob job, Workers workers, FederatedResult federated, Action<string, double>? progress)
    {
        _job = job;
        _workers = workers;
        _federated = federated;
        _progress = progress;
        double participation = job.Composition.Selector.Expected(job.Federation.Sites.Count) / job.Federation.Sites.Count;
        // With steps a site's work does not grow with its data: in one place as many steps are taken as the federation has rounds of them.
        int rounds = Math.Max(1, (int)Math.Round(federated.TrainingRounds * participation));
        _baselines = new BaselineRun(job, workers, Start(job.Initial, federated.Model), rounds);
    }

    /// <summary>Trains what the job asks to be compared, and measures everything.</summary>
    public (IReadOnlyList<ComparisonRow> Rows, IReadOnlyList<SiteSummary> Sites) Measure(CancellationToken cancellation)
    {
        ParameterSet? pooled = null;
        IReadOnlyList<ParameterSet>? alone = null;
        double aloneSeconds = 0, pooledSeconds = 0;
        if (_job.Spec.Compare.Contains(Baseline.Local))
            (alone, aloneSeconds) = _baselines.TrainAlone(share => _progress?.Invoke("training each site alone", share), cancellation);
        if (_job.Spec.Compare.Contains(Baseline.Pooled))
        {
            _progress?.Invoke("training on pooled data", 0);
            (pooled, pooledSeconds) = _baselines.TrainPooled(cancellation);
        }
        _progress?.Invoke("measuring", 0);
        SiteSummary[] sites = [.. _job.Federation.Sites.Select(Describe)];
        for (int i = 0; i < _baselines.AloneSites.Count; i++)
        {
            int place = _baselines.AloneSites[i];
            sites[place] = Compare(sites[place], _job.Federation.Sites[place], alone?[i], pooled, PersonalOf(place));
        }
        var rows = new List<ComparisonRow>();
        if (alone is not null)
            rows.Add(new ComparisonRow
            {
                Label = ComparisonRow.Alone,
                Note = alone.Count < sites.Length ? $"{alone.Count} of {sites.Length} sites, at equal distances" : null,
                Metrics = Average([.. alone.Select(OnPooledTest)], [.. alone.Select(_ => 1.0)]),
                OwnTestMetrics = OwnTest(sites, site => site.Alone),
                Seconds = aloneSeconds,
                Bytes = 0,
            });
        rows.Add(new ComparisonRow
        {
            Label = ComparisonRow.Federated,
            Metrics = OnPooledTest(_federated.Model),
            OwnTestMetrics = OwnTest(sites, site => site.Federated),
            Seconds = _federated.Seconds,
            Bytes = _federated.Rounds.Sum(round => round.BytesUp + round.BytesDown),
        });
        if (OwnTest(sites, site => site.Personal) is { } personal)
            rows.Add(new ComparisonRow
            {
                Label = ComparisonRow.Personal,
                Metrics = new Dictionary<string, double>(), // a site's own part is for its own data
                OwnTestMetrics = personal,
            });
        if (pooled is not null)
            rows.Add(new ComparisonRow
            {
                Label = ComparisonRow.Pooled,
                Metrics = OnPooledTest(pooled),
                OwnTestMetrics = OwnTest(sites, site => site.Pooled),
                Seconds = pooledSeconds,
            });
        return (rows, sites);
    }

    private SiteSummary Describe(Site site) => new()
    {
        Name = site.Id.Value,
        TrainExamples = Count(site.Train),
        TestExamples = site.Test is null ? 0 : Count(site.Test),
        Description = site.Train switch
        {
            TextData { Tokenizer: Vocabulary { IsBytes: false } } text => $"{text.TokenCount:N0} characters",
            TextData text => $"{text.TokenCount:N0} tokens",
            _ => null,
        },
        Labels = site.Train is LabelledData labelled ? Histogram(labelled) : [],
    };

    private SiteSummary Compare(
        SiteSummary summary, Site site, ParameterSet? alone, ParameterSet? pooled, ParameterSet? personal) => summary with
        {
            Alone = alone is null ? null : OnOwnTest(site, alone),
            Federated = OnOwnTest(site, _federated.Model),
            Pooled = pooled is null ? null : OnOwnTest(site, pooled),
            Personal = personal is null ? null : OnOwnTest(site, personal),
        };

    /// <summary>The federated model with what a site has kept of its own; null where it has kept nothing.</summary>
    private ParameterSet? PersonalOf(int site) => _federated.Personal is { Count: > 0 } all && all[site] is { } own
        ? PersonalTensors.With(_federated.Model, own, _job.Plan.Personal)
        : null;

    private int Count(Dataset data) => _workers.Models.Use(model => model.CountExamples(data));

    private IReadOnlyDictionary<string, double> OnPooledTest(ParameterSet model) =>
        _workers.Evaluator.Evaluate(model, _job.Federation.Test);

    private IReadOnlyDictionary<string, double>? OnOwnTest(Site site, ParameterSet model) =>
        site.Test is null ? null : _workers.Evaluator.Evaluate(model, site.Test);

    private static Dictionary<string, double>? OwnTest(SiteSummary[] sites, Func<SiteSummary, IReadOnlyDictionary<string, double>?> of)
    {
        SiteSummary[] measured = [.. sites.Where(site => of(site) is not null)];
        return measured is []
            ? null
            : Average([.. measured.Select(site => of(site)!)], [.. measured.Select(site => (double)site.TestExamples)]);
    }

    private static Dictionary<string, double> Average(IReadOnlyList<IReadOnlyDictionary<string, double>> metrics, double[] weights) =>
        metrics[0].Keys.ToDictionary(name => name, name => metrics.Select((m, i) => m[name] * weights[i]).Sum() / weights.Sum());

    private static LabelCount[] Histogram(LabelledData data)
    {
        int[] counts = new int[data.ClassCount];
        for (int i = 0; i < data.Count; i++) counts[data.Label(i)]++;
        return [.. counts.Select((count, label) => new LabelCount(data.ClassNames?[label] ?? label.ToString(), count))];
    }

    /// <summary>
    /// The initial parameters, with the statistics that the federation found for the columns: all training sees the same features.
    /// </summary>
    private static ParameterSet Start(ParameterSet initial, ParameterSet trained)
    {
        ParameterSet start = initial.Clone();
        foreach (ParameterEntry entry in initial.Layout.Entries.Where(entry => !entry.Trainable))
            trained[entry.Name].CopyTo(start[entry.Name]);
        return start;
    }
}
