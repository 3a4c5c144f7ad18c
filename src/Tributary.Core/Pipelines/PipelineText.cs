namespace Tributary.Core;

/// <summary>A planned pipeline in words: what an update is at every point of its way.</summary>
public static class PipelineText
{
    /// <summary>One line for the answer, one for each stage.</summary>
    public static IEnumerable<string> Lines(PlannedPipeline pipeline) =>
        pipeline.Stages
            .Select(stage => $"{stage.Name,-12} {Describe(stage.Plan.Output)}, decoded {Describe(stage.Plan.Decoding)}")
            .Prepend($"{"answer",-12} {Describe(pipeline.Model)}");

    private static string Describe(UpdateSpec spec) =>
        $"{spec.Length:N0} numbers, {spec.Kind.ToString().ToLowerInvariant()}, {spec.Form.ToString().ToLowerInvariant()}"
        + (spec.NormBound is { } bound ? $", norm at most {bound:0.###}" : "")
        + (spec.GroupSize > 1 ? $", readable in groups of {spec.GroupSize}" : "");

    private static string Describe(Decoding decoding) => decoding switch
    {
        Decoding.Each => "one update at a time",
        Decoding.Any => "anywhere",
        _ => "only on a sum",
    };
}
