using System.Text;
using Tributary.Tensors;
using Tributary.Tests;
using Tributary.Training;

namespace Tributary.Simulation.Tests;

/// <summary>Three sites of different size that train an adapter of rank 4 beside a small GPT.</summary>
internal sealed class AdapterFederation : IDisposable
{
    private static readonly string[] _words = ["river", "stone", "under", "water", "light", "carries", "never", "again", "mill", "the", "a"];

    private readonly TemporaryFolder _folder = new();

    public AdapterFederation()
    {
        int number = 7;
        for (int site = 0; site < 3; site++)
        {
            var text = new StringBuilder();
            for (int i = 0; i < 60 + (90 * site); i++)
            {
                number = ((number * 1103) + 12345 + site) & 0xFFFF;
                text.Append(_words[number % _words.Length]).Append(i % 9 == 8 ? ".\n" : " ");
            }
            _folder.Write($"texts/{site}.txt", text.ToString());
        }
    }

    /// <summary>A round of it.</summary>
    /// <param name="strategy">The name of the strategy.</param>
    /// <param name="adapter">Further members of the adapter.</param>
    /// <param name="stages">The stages.</param>
    /// <param name="rounds">How many.</param>
    public string Job(string strategy, string adapter = "", string stages = "", int rounds = 1) => $$"""
        {
          "name": "adapters",
          "data": { "use": "text", "path": "{{_folder.Path.Replace('\\', '/')}}/texts" },
          "partition": { "use": "by-file" },
          "model": { "use": "gpt", "layers": 2, "heads": 2, "width": 16, "context": 16,
            "adapter": { "use": "lora", "rank": 4, "alpha": 8, "targets": ["c_attn", "c_fc"]{{adapter}} } },
          "strategy": { "use": "{{strategy}}" },
          "local": { "steps": 20, "batchSize": 8, "optimizer": { "use": "adamw", "learningRate": 0.02 } },
          "stages": [{{stages}}],
          "rounds": {{rounds}}
        }
        """;

    /// <summary>What each site's training makes of a model, and the site's share of the weight.</summary>
    public static IReadOnlyList<(ParameterSet Model, double Share)> TrainEach(PlannedJob job, ParameterSet start)
    {
        double[] examples = [.. job.Federation.Sites.Select(site => (double)job.Model.Build().CountExamples(site.Train))];
        return [.. job.Federation.Sites.Select((site, i) =>
        {
            TrainingLoop loop = job.Model.BuildLoop();
            loop.Model.Parameters.Load(start);
            loop.Run(site.Train, JobStreams.Client(job.Spec, i).Derive("train", 1), 0);
            return (loop.Model.Parameters.ToSet(), examples[i] / examples.Sum());
        })];
    }

    /// <summary>The full matrices that the adapter of a model stands for, without its scale: remainder + A B.</summary>
    public static double[] Additions(ParameterSet model)
    {
        var all = new List<double>();
        foreach (ParameterEntry entry in model.Layout.Entries.Where(entry => entry.Name.EndsWith("lora_A", StringComparison.Ordinal))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            string name = entry.Name[..^"lora_A".Length];
            ReadOnlySpan<float> a = model[entry.Name], b = model[$"{name}lora_B"];
            ReadOnlySpan<float> rest = model.Layout.Find($"{name}lora_W") is null ? [] : model[$"{name}lora_W"];
            int rank = entry.Shape[^1], outputs = b.Length / rank;
            for (int i = 0; i < a.Length / rank; i++)
                for (int j = 0; j < outputs; j++)
                {
                    double sum = rest.IsEmpty ? 0 : rest[(i * outputs) + j];
                    for (int k = 0; k < rank; k++) sum += (double)a[(i * rank) + k] * b[(k * outputs) + j];
                    all.Add(sum);
                }
        }
        return [.. all];
    }

    /// <summary>The norm of a difference over the norm of what is right.</summary>
    public static double Error(double[] found, double[] right) =>
        Math.Sqrt(found.Zip(right, (a, b) => (a - b) * (a - b)).Sum()) / Math.Sqrt(right.Sum(value => value * value));

    public void Dispose() => _folder.Dispose();
}
