namespace Tributary.Cli;

/// <summary>What a coordinator costs: processor, memory and disk, measured from outside under the load of simulated agents.</summary>
internal static class ServerBench
{
    /// <summary>The cases that can be chosen.</summary>
    public static IReadOnlyList<string> Cases { get; } =
        [CheckInLoad.Idle, HeldLoad.Name, UploadLoad.Name, DurableLoad.Name, MemoryLoad.Name, IdleLoad.Name];

    /// <summary>Measures every case asked for.</summary>
    public static async Task RunAsync(ServerBenchOptions options, BenchReport report, CancellationToken cancellation)
    {
        bool Wants(params string[] cases) => options.Cases.Count == 0 || cases.Any(options.Cases.Contains);
        report.Note(
            "The agents are simulated by this process on the same machine: they have connections and certificates of their own, and send " +
            "ready bodies; they do not train. They were enrolled by events written to the store.");
        if (Wants(CheckInLoad.Idle, HeldLoad.Name, UploadLoad.Name))
        {
            using LoadFolder folder = await LoadFolder.CreateAsync(options.Agents + 1, options.Agents, cancellation);
            using LoadField field = await LoadField.OpenAsync(folder, options.Agents, cancellation);
            if (Wants(CheckInLoad.Idle)) await CheckInLoad.MeasureAsync(field, options.Seconds, report, cancellation);
            if (Wants(HeldLoad.Name)) await HeldLoad.MeasureAsync(field, report, cancellation);
            if (Wants(UploadLoad.Name)) await UploadLoad.MeasureAsync(field, options.Cohort, options.Rounds, report, cancellation);
        }
        if (Wants(DurableLoad.Name)) await DurableLoad.MeasureAsync(report, cancellation);
        if (Wants(MemoryLoad.Name)) await MemoryLoad.MeasureAsync(report, cancellation);
        if (Wants(IdleLoad.Name)) await IdleLoad.MeasureAsync(options.Idle, options.Seconds, report, cancellation);
    }
}
