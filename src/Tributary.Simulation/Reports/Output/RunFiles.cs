using System.Text;
using System.Text.Json;

namespace Tributary.Simulation;

/// <summary>The files of one run: two that grow with its rounds, two that are written when it has ended.</summary>
public sealed class RunFiles(OutputFolder folder, TimeProvider clock) : IDisposable
{
    /// <summary>The name of the report's data.</summary>
    public const string SummaryName = "summary.json";

    /// <summary>The name of the report to read.</summary>
    public const string ReportName = "report.html";

    private readonly MetricsLog _metrics = new(folder);
    private readonly TensorBoardLog _tensorBoard = new(folder, clock);

    /// <summary>Adds a round to <c>metrics.jsonl</c> and to the TensorBoard events.</summary>
    public void Append(RoundSummary round)
    {
        _metrics.Append(round);
        _tensorBoard.Append(round);
    }

    /// <summary>Writes <c>summary.json</c> and <c>report.html</c>.</summary>
    public void Finish(RunReport report) => Write(folder, report);

    /// <summary>Writes <c>summary.json</c> and <c>report.html</c> of a run whose rounds are written elsewhere.</summary>
    public static void Write(OutputFolder folder, RunReport report)
    {
        folder.Write(SummaryName, stream => JsonSerializer.Serialize(stream, report, RunReportJson.Default.RunReport));
        folder.Write(ReportName, stream => stream.Write(Encoding.UTF8.GetBytes(ReportPage.Render(report))));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _tensorBoard.Dispose();
    }
}
